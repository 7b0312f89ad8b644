using CozeLoop.Contracts.Gates;
using Xunit;

namespace CozeLoop.Contracts.Tests.Gates;

public sealed class GateTests
{
    [Theory]
    [InlineData("resolved >= -2", "resolved", false, true, false, -2, false)]
    [InlineData("resolved>=-2", "resolved", false, true, false, -2, false)]
    [InlineData(" at-most-20-words > 0.5 points ", "at-most-20-words", false, true, true, 0.5, false)]
    [InlineData("costUsd <= +5%", "costUsd", false, false, false, 0.05, true)]
    [InlineData("cost < 0.01", "costUsd", false, false, true, 0.01, false)]
    [InlineData("p95(latencyMs) <= +10 %", "latencyMs", true, false, false, 0.1, true)]
    [InlineData("P95( latency ) <= 200", "latencyMs", true, false, false, 200, false)]
    [InlineData("有用 < 3", "有用", false, false, true, 3, false)]
    public void A_bound_names_a_metric_an_operator_and_a_number(
        string text,
        string metric,
        bool p95,
        bool atLeast,
        bool strict,
        double bound,
        bool relative
    )
    {
        var term = Assert.IsType<GateTerm.Bounded>(Assert.Single(Gate.Parse(text)!.Terms));
        Assert.Equal((metric, p95, atLeast, strict, relative), (term.Metric, term.P95, term.AtLeast, term.Strict, term.Relative));
        Assert.Equal(bound, term.Bound, 1e-12);
        Assert.Equal(text.Trim(), term.Text);
    }

    [Theory]
    [InlineData("better", null)]
    [InlineData("resolved better", "resolved")]
    [InlineData("resolved is better", "resolved")]
    public void Better_is_the_verdict_of_a_metric(string text, string? metric) =>
        Assert.Equal(metric, Assert.IsType<GateTerm.Better>(Assert.Single(Gate.Parse(text)!.Terms)).Metric);

    [Theory]
    [InlineData("resolved not worse by more than 2", "resolved", false, 2, false)]
    [InlineData("resolved is not worse by more than 2 points", "resolved", false, 2, false)]
    [InlineData("cost not worse by more than 5%", "costUsd", false, 0.05, true)]
    [InlineData("p95(latencyMs) not worse by more than 10 %", "latencyMs", true, 0.1, true)]
    public void Not_worse_has_a_margin(string text, string metric, bool p95, double margin, bool relative)
    {
        var term = Assert.IsType<GateTerm.NotWorse>(Assert.Single(Gate.Parse(text)!.Terms));
        Assert.Equal((metric, p95, margin, relative), (term.Metric, term.P95, term.Margin, term.Relative));
    }

    [Fact]
    public void Conditions_are_joined_by_and() =>
        Assert.Equal(
            ["better", "cost <= +5%", "p95(latency) <= +10%"],
            Gate.Parse("better and cost <= +5% AND p95(latency) <= +10%")!.Terms.Select(t => t.Text)
        );

    [Theory]
    [InlineData("")]
    [InlineData("resolved")]
    [InlineData("resolved >=")]
    [InlineData(">= 2")]
    [InlineData("resolved == 2")]
    [InlineData("resolved >= two")]
    [InlineData("resolved >= 1e5")]
    [InlineData("resolved >= 1,5")]
    [InlineData("resolved not worse by more than -2")]
    [InlineData("p99(latencyMs) <= 3")]
    [InlineData("better and")]
    [InlineData("better or worse")]
    [InlineData("a b >= 1")]
    public void Anything_else_is_no_gate(string text) => Assert.Null(Gate.Parse(text));

    [Fact]
    public void A_gate_has_an_end() => Assert.Null(Gate.Parse(string.Join(" and ", Enumerable.Repeat("better", Gate.MostTerms + 1))));
}
