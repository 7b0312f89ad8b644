using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Metrics;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Selection;
using CozeLoop.Tracing.Sessions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Traces;

/// <summary>Redelivery, a client's retry, or a group cut differently: nothing may count twice anywhere.</summary>
public class OnceTests(TraceStore store)
{
    [Fact]
    public async Task A_batch_stored_twice_counts_once_in_every_query()
    {
        long workspace = store.NextWorkspace();
        var spans = Enumerable
            .Range(0, 12)
            .Select(i =>
                Span(workspace, $"t{i / 3}", $"s{i % 3}", i % 3 == 0 ? "" : "s0", i) with
                {
                    Model = "m",
                    UserId = "u",
                    SessionId = "c",
                    CostUsd = 1,
                    Tokens = new TokenUsage { Input = 1 },
                    Status = i == 4 ? "error" : "ok",
                }
            )
            .ToArray();
        await store.InsertAsync(spans);
        await store.InsertAsync([.. spans[4..], .. spans[..2]]);
        await store.InsertAsync(workspace, new Score("x", "good", 1, null) { TraceId = "t0" });
        await store.InsertAsync(workspace, new Score("x", "good", 1, null) { TraceId = "t0" });
        var scope = Day(workspace);

        var list = (await store.List.ReadAsync(scope, 50, null, default)).Items;
        Assert.Equal(["t3", "t2", "t1", "t0"], list.Select(t => t.TraceId));
        Assert.All(list, t => Assert.Equal((3, 3m, 3L), (t.SpanCount, t.CostUsd, t.Tokens.Input)));
        Assert.Single(list[3].Scores);

        var buckets = (await new Histogram(store.Shared, new FakeTimeProvider()).ReadAsync(scope, default)).Buckets;
        Assert.Equal((4, 1, 12m), (buckets.Sum(b => b.Traces), buckets.Sum(b => b.Errors), buckets.Sum(b => b.CostUsd ?? 0)));

        Assert.Equal([new FacetValue("m", 4)], (await new Facets(store.Shared).ReadAsync(scope, "model", default))!.Values);
        Assert.Equal([new FacetValue("1", 1)], (await new Facets(store.Shared).ReadAsync(scope, "score.good", default))!.Values);
        Assert.Equal(12, (await store.Spans.ListAsync(scope, 50, null, default)).Items.Count);
        Assert.Equal(3, (await store.Traces.ReadAsync(workspace, ["t1"], true, default))[0].Spans.Count);

        var session = Assert.Single((await store.Sessions.ListAsync(scope, 50, null, default)).Items);
        Assert.Equal((4, 12, 12m), (session.TraceCount, session.SpanCount, session.CostUsd));
        var user = Assert.Single((await new UserReader(store.Shared).ListAsync(scope, 50, null, default)).Items);
        Assert.Equal((4, 1, 12m), (user.TraceCount, user.SessionCount, user.CostUsd));

        var selector = new SpanSelector(store.Shared, store.Traces, store.Sessions);
        var selected = await selector.SelectAsync(new SelectionScope(scope, false), 100, 7, false, default);
        Assert.Equal((12L, 12), (selected.Population, selected.Spans.Count));
    }

    [Fact]
    public async Task A_later_version_of_a_span_replaces_the_earlier_one_in_filters_too()
    {
        long workspace = store.NextWorkspace();
        var span = Span(workspace, "t", "s") with { Status = "error", Model = "old" };
        await store.InsertAsync(span with { Status = "ok", Model = "new", ReceivedUnixNano = span.ReceivedUnixNano + 1 });
        await store.InsertAsync(span);

        Assert.Empty(await store.TraceIdsAsync(workspace, "model:old"));
        Assert.Equal(["t"], await store.TraceIdsAsync(workspace, "model:new NOT status:error"));
        Assert.Equal([new FacetValue("new", 1)], (await new Facets(store.Shared).ReadAsync(Day(workspace), "model", default))!.Values);
    }

    [Fact]
    public async Task A_score_with_the_same_id_replaces()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(workspace, new Score("x", "good", 1, null) { TraceId = "t", Time = Times.OfUnixNano(Midnight + Second) });
        await store.InsertAsync(workspace, new Score("x", "good", 0, null) { TraceId = "t", Time = Times.OfUnixNano(Midnight) });
        var all = await store.Scores.ListAsync(new(workspace, Day(workspace).Range, null, null, null), 50, null, default);
        Assert.Equal(1, Assert.Single(all.Items).Value);
    }
}
