using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Metrics;
using CozeLoop.Tracing.Search;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Metrics;

public class HistogramTests(TraceStore store)
{
    [Theory]
    [InlineData(60, 1)]
    [InlineData(3600, 30)]
    [InlineData(86_400, 900)]
    [InlineData(30 * 86_400, 6 * 3600)]
    [InlineData(400L * 86_400, 7 * 86_400)]
    public void Buckets_are_even_and_at_most_120(long seconds, int width) =>
        Assert.Equal(width, Histogram.WidthOf(Midnight, Midnight + seconds * Second));

    [Fact]
    public void A_range_of_any_length_has_a_width()
    {
        int width = Histogram.WidthOf(long.MinValue / 2, long.MaxValue / 2);
        Assert.InRange((long.MaxValue / Second) / width, 1, 120);
    }

    [Fact]
    public async Task Each_trace_counts_in_the_bucket_of_its_first_span_and_empty_buckets_are_there()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "a", "1", at: 899) with
            {
                CostUsd = 0.5m,
                DurationNano = 4 * Second,
            },
            Span(workspace, "a", "2", "1", at: 901) with
            {
                Status = "error",
            },
            Span(workspace, "b", "1", at: 900) with
            {
                DurationNano = null,
                TimeUnknown = true,
            }
        );

        var histogram = await new Histogram(store.Shared, new FakeTimeProvider()).ReadAsync(Day(workspace), default);

        Assert.Equal((900, 96), (histogram.BucketSeconds, histogram.Buckets.Count));
        Assert.Equal(new(Times.OfUnixNano(Midnight), 1, 1, 0.5m, 4000), histogram.Buckets[0]);
        Assert.Equal(new(Times.OfUnixNano(Midnight + 900 * Second), 1, 0, null, null), histogram.Buckets[1]);
        Assert.Equal(new TraceTotals(2, 1, 0.5m, 1, 4000, 1), histogram.Totals);
        Assert.All(histogram.Buckets.Skip(2), b => Assert.Equal((0, 0, null, null), (b.Traces, b.Errors, b.CostUsd, b.DurationP95Ms)));
    }

    [Fact]
    public async Task The_percentile_is_of_the_whole_range_and_not_of_its_last_bucket()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync([
            .. Enumerable.Range(1, 99).Select(i => Span(workspace, $"slow{i}", "1", at: 60) with { DurationNano = i * Second }),
        ]);
        await store.InsertAsync(Span(workspace, "last", "1", at: 7200) with { DurationNano = Second / 10 });

        var histogram = await new Histogram(store.Shared, new FakeTimeProvider()).ReadAsync(Day(workspace), default);

        Assert.Equal(100, histogram.Buckets.Last(b => b.Traces > 0).DurationP95Ms!.Value, 6);
        Assert.Equal((100, 100), (histogram.Totals.Traces, histogram.Totals.Timed));
        Assert.Equal(94_050, histogram.Totals.DurationP95Ms!.Value, 3); // of 0.1, 1, 2 … 99 s: between the 95th and the 96th
    }

    [Fact]
    public async Task Nothing_in_the_range_adds_up_to_nothing()
    {
        var histogram = await new Histogram(store.Shared, new FakeTimeProvider()).ReadAsync(Day(store.NextWorkspace()), default);
        Assert.Equal(new TraceTotals(), histogram.Totals);
    }

    [Fact]
    public async Task An_open_range_ends_now()
    {
        var now = Times.OfUnixNano(Midnight).AddMinutes(1);
        var scope = Day(store.NextWorkspace()) with { Range = new TimeRange(Midnight, TimeRange.EndOfTime) };
        var histogram = await new Histogram(store.Shared, new FakeTimeProvider(now)).ReadAsync(scope, default);
        Assert.Equal((1, 60), (histogram.BucketSeconds, histogram.Buckets.Count));
    }
}
