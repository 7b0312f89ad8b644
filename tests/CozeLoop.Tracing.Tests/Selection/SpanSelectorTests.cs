using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Selection;
using CozeLoop.Tracing.Spans;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Selection;

public class SpanSelectorTests(TraceStore store)
{
    private SpanSelector Selector => new(store.Shared, store.Traces, store.Sessions);

    private static SelectionScope Calls(SearchScope search) => new(search, ByTrace: false);

    /// <summary>"Replay N" promised traces whose terms hold for several spans, and a selection by call found none of them.</summary>
    [Fact]
    public async Task What_the_list_of_traces_shows_for_a_filter_is_what_a_selection_by_trace_takes()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "t1", "root", kind: "agent") with
            {
                Name = "checkout",
                UserId = "anna",
            },
            Span(workspace, "t1", "first", "root", 1) with
            {
                Model = "small",
            },
            Span(workspace, "t1", "second", "root", 2) with
            {
                Model = "large",
            },
            Span(workspace, "t2", "root", kind: "agent") with
            {
                Name = "checkout",
            },
            Span(workspace, "t2", "call", "root", 1) with
            {
                Model = "large",
            },
            Span(workspace, "t3", "alone", at: 3, kind: "agent") with
            {
                Name = "checkout",
            }
        );
        const string query = "name:checkout model:small";

        Assert.Equal(["t1"], await store.TraceIdsAsync(workspace, query));
        Assert.Equal(0, (await Selector.SelectAsync(Calls(Day(workspace, query)), 10, 1, false, default)).Population);
        var taken = await Selector.SelectAsync(new SelectionScope(Day(workspace, query), ByTrace: true), 10, 1, false, default);
        Assert.Equal(["first", "second"], taken.Spans.Select(s => s.SpanId).Order());
        Assert.Equal(2, taken.Population);
        var counted = await Selector.SelectAsync(new SelectionScope(Day(workspace, "name:checkout"), ByTrace: true), 0, 1, false, default);
        Assert.Equal((3, 0), (counted.Population, counted.Spans.Count));
    }

    /// <summary>Ids may come back at another time as another row; every replay over them was answered 500.</summary>
    [Fact]
    public async Task The_same_ids_at_two_times_are_two_calls()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "t", "s"), Span(workspace, "t", "s", at: 5), Span(workspace, "t", "s", at: 90_000));
        var taken = await Selector.SelectAsync(Calls(Day(workspace)), 10, 1, false, default);
        Assert.Equal(2, taken.Population);
        Assert.Equal([Midnight, Midnight + 5 * Second], taken.Spans.Select(s => s.StartUnixNano).Order());
        Assert.Single((await Selector.SelectAsync(Calls(Day(workspace)), 1, 1, false, default)).Spans);
        Assert.Equal(3, (await Selector.SelectAsync(Calls(Day(workspace)), 10, 1, true, default)).Spans.Count);
    }

    [Fact]
    public async Task A_seed_gives_the_same_sample_and_another_seed_another()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync([.. Enumerable.Range(0, 200).Select(i => Span(workspace, $"t{i}", "s", at: i))]);
        async Task<string[]> Sample(int size, long seed) =>
            [.. (await Selector.SelectAsync(Calls(Day(workspace)), size, seed, false, default)).Spans.Select(s => s.TraceId)];

        string[] first = await Sample(20, 7);
        // A row of a later time than the frozen range changes nothing.
        await store.InsertAsync(Span(workspace, "later", "s", at: 90_000));

        Assert.Equal(20, first.Distinct().Count());
        Assert.Equal(first, await Sample(20, 7));
        Assert.Equal(first, (await Sample(50, 7))[..20]);
        Assert.NotEqual(first, await Sample(20, 8));
    }

    [Fact]
    public async Task Only_model_calls_with_messages_are_selected_with_what_their_trace_knows()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "t", "root", kind: "agent") with
            {
                UserId = "anna",
                SessionId = "c",
                TaskId = "7",
                Tags = ["vip"],
            },
            Span(workspace, "t", "call", "root", 1) with
            {
                Input = """[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]""",
            },
            Span(workspace, "t", "empty", "root", 2) with
            {
                Input = "",
                InputPreview = "",
            },
            Span(workspace, "t", "tool", "root", 3, "tool"),
            Span(workspace, "replayed", "call") with
            {
                Environment = "replay",
            },
            Span(workspace, "tested", "call") with
            {
                Environment = "connection-test",
            }
        );

        var selected = await Selector.SelectAsync(Calls(Day(workspace)), 10, 1, false, default);

        var span = Assert.Single(selected.Spans);
        Assert.Equal(1, selected.Population);
        Assert.Equal(("call", "anna", "c", "7"), (span.SpanId, span.UserId, span.SessionId, span.TaskId));
        Assert.Equal(["vip"], span.Tags);
        Assert.Equal(["system", "user"], span.Messages.Select(m => m.Role));
        Assert.Equal("[2026-11-23T00:00:00.000Z .. 2026-11-24T00:00:00.000Z)", selected.FrozenQuery);
    }

    [Fact]
    public async Task Whole_conversations_are_counted_as_conversations_and_come_in_order_of_turns()
    {
        long workspace = store.NextWorkspace();
        var spans = new List<SpanRecord>();
        for (int c = 0; c < 10; c++)
        {
            for (int turn = 0; turn < 3; turn++)
            {
                spans.Add(Span(workspace, $"c{c}t{turn}", "agent", at: c * 10 + turn, kind: "agent") with { SessionId = $"c{c}" });
                spans.Add(
                    Span(workspace, $"c{c}t{turn}", "call", "agent", c * 10 + turn + 0.5) with
                    {
                        Turn = turn,
                        Model = turn == 1 ? "special" : "m",
                    }
                );
            }
        }
        spans.Add(Span(workspace, "lonely", "call", at: 500) with { Model = "special" });
        await store.InsertAsync([.. spans]);

        var selected = await Selector.SelectAsync(Calls(Day(workspace, "model:special")), 4, 7, true, default);

        Assert.Equal(11, selected.Population);
        var byConversation = selected.Spans.GroupBy(s => s.SessionId ?? s.TraceId).ToList();
        Assert.Equal(4, byConversation.Count);
        Assert.All(
            byConversation,
            g => Assert.Equal(g.Key == "lonely" ? ["lonely"] : [$"{g.Key}t0", $"{g.Key}t1", $"{g.Key}t2"], g.Select(s => s.TraceId))
        );
        var everything = await Selector.SelectAsync(Calls(Day(workspace, "model:special")), 100, 7, true, default);
        Assert.Equal(31, everything.Spans.Count);
        Assert.Equal(selected.Spans.Select(s => s.TraceId), everything.Spans.Take(selected.Spans.Count).Select(s => s.TraceId));
    }

    [Theory]
    [InlineData("session:asked", "t1 t2 asked")]
    [InlineData("session:first", "t0 t1 first")]
    public async Task The_session_asked_for_is_selected_though_a_trace_of_it_names_another_one_first(string query, string expected)
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "t0", "call", at: 0) with
            {
                SessionId = "first",
            },
            Span(workspace, "t1", "root", at: 1, kind: "agent") with
            {
                SessionId = "first",
            },
            Span(workspace, "t1", "hand-over", "root", 2, "agent") with
            {
                SessionId = "asked",
            },
            Span(workspace, "t1", "call", "hand-over", 3),
            Span(workspace, "t2", "call", at: 4) with
            {
                SessionId = "asked",
            }
        );

        var selected = await Selector.SelectAsync(new SelectionScope(Day(workspace, query), ByTrace: true), 10, 1, true, default);

        Assert.Equal(1, selected.Population);
        Assert.Equal(
            expected,
            string.Join(' ', [.. selected.Spans.Select(s => s.TraceId), .. selected.Spans.Select(s => s.SessionId).Distinct()])
        );
    }

    [Theory]
    [InlineData("model:gpt-4o", false)]
    [InlineData("refund env:production", false)]
    [InlineData("status:error", true)]
    [InlineData("NOT (a OR score.resolved < 0.5)", true)]
    [InlineData("error:*timeout*", true)]
    [InlineData("attr.user.feedback:bad", true)]
    [InlineData(null, false)]
    public void A_filter_on_outcomes_is_told(string? q, bool expected) =>
        Assert.Equal(expected, SpanSelector.IsOutcomeDependent(QueryParser.Parse(q).Filter));
}
