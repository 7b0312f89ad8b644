using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Traces;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Traces;

public sealed class LiveMergeTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void News_come_to_their_place_and_a_trace_that_grew_stands_once_as_it_is_now()
    {
        var merged = TraceListPage.Merge([Trace("c", 3), Trace("a", 1)], [Trace("d", 4), Trace("b", 2), Trace("a", 1, spans: 7)]);
        Assert.Equal(["d", "c", "b", "a"], merged.Select(t => t.TraceId));
        Assert.Equal(7, merged[^1].SpanCount);
    }

    [Fact]
    public void What_was_read_stays_because_the_next_page_begins_behind_it()
    {
        var read = Enumerable.Range(0, 50).Select(i => Trace($"read-{i}", -i)).ToList();
        var merged = TraceListPage.Merge(read, [.. Enumerable.Range(1, 300).Select(i => Trace($"new-{i}", i))]);
        Assert.Equal(350, merged.Count);
        Assert.Equal(read.Select(t => t.TraceId), merged.Skip(300).Select(t => t.TraceId));
    }

    private static TraceSummary Trace(string id, int second, int spans = 1) =>
        new()
        {
            TraceId = id,
            Name = "chat",
            Kind = "model",
            ImportedTime = Midnight.AddSeconds(second),
            SpanCount = spans,
        };
}
