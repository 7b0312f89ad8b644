using System.Text.Json;
using System.Xml.Linq;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Reports;
using Xunit;
using static CozeLoop.Experiments.Tests.Comparisons.RunOf;

namespace CozeLoop.Experiments.Tests.Comparisons;

public sealed class ReportsTests
{
    private static readonly RunOutcome Better = Pairs([.. Times(12, No, Yes), .. Times(8, Yes, Yes)]);

    private static Replay Replay(string name = "Be brief") =>
        new()
        {
            Id = "r",
            Name = name,
            State = "finished",
            Mode = "frozen",
            Progress = new Progress(60, 0, 60),
            Plan = RunOf.Plan(20),
            Request = RunOf.Request(20),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };

    [Fact]
    public void JUnit_passes_a_better_primary_metric_and_fails_an_open_one()
    {
        var passed = XDocument.Parse(JUnitReport.Write(Replay(), ComparisonOf.Run(Better))).Root!.Element("testsuite")!;
        Assert.Equal("0", passed.Attribute("failures")!.Value);
        var open = XDocument.Parse(JUnitReport.Write(Replay(), ComparisonOf.Run(Pairs(Times(3, No, Yes))))).Root!.Element("testsuite")!;
        Assert.Equal("1", open.Attribute("failures")!.Value);
        Assert.Equal("inconclusive", open.Descendants("failure").Single().Attribute("type")!.Value);
    }

    [Fact]
    public void No_report_says_that_p_is_zero()
    {
        var sure = ComparisonOf.Run(Pairs(Times(18, No, Yes)));
        Assert.Contains(
            "p < 0.0001",
            XDocument.Parse(JUnitReport.Write(Replay(), sure)).Descendants("system-out").First().Value,
            StringComparison.Ordinal
        );
        Assert.Contains("| < 0.0001 |", MarkdownReport.Write(Replay(), sure), StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_fails_a_run_without_a_verdict()
    {
        var none = ComparisonOf.Run(Better with { Evaluators = [], Design = Better.Design with { PrimaryMetric = null } });
        Assert.NotEmpty(XDocument.Parse(JUnitReport.Write(Replay(), none)).Descendants("failure"));
    }

    [Fact]
    public void Markdown_keeps_hostile_names_inside_their_cells()
    {
        string text = MarkdownReport.Write(Replay("a|b\n<script>"), ComparisonOf.Run(Better));
        Assert.Contains("a\\|b &lt;script>", text, StringComparison.Ordinal);
        Assert.Contains("12 wins, 0 losses, 8 ties of 20 pairs", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_say_what_failed_in_the_providers_words()
    {
        var refused = Refused with { Said = "Blocked | <b>filtered</b>" };
        var failed = ComparisonOf.Run(Pairs([.. Times(12, No, Yes), .. Times(2, Yes, refused), (Missing, Yes)]));
        string markdown = MarkdownReport.Write(Replay(), failed);
        Assert.Contains("- failed, new: 2 refused: “Blocked \\| &lt;b>filtered&lt;/b>”", markdown, StringComparison.Ordinal);
        Assert.Contains("- failed, old: 1 context_length", markdown, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(JsonReport.Write(Replay(), failed));
        var first = json.RootElement.GetProperty("comparison").GetProperty("failures")[0];
        Assert.Equal(
            ("candidate", "refused", 2, "Blocked | <b>filtered</b>"),
            (
                first.GetProperty("arm").GetString(),
                first.GetProperty("cause").GetString(),
                first.GetProperty("count").GetInt32(),
                first.GetProperty("message").GetString()
            )
        );
    }

    [Fact]
    public void Every_report_of_a_simulated_run_says_so_beside_each_verdict()
    {
        var simulated = ComparisonOf.Run(Pairs([.. Times(12, No, Scored(1, simulated: true)), .. Times(8, Yes, Yes)]));
        Assert.Equal("better", simulated.Verdict);
        string markdown = MarkdownReport.Write(Replay(), simulated);
        Assert.Contains("**better (simulated)**", markdown, StringComparison.Ordinal);
        Assert.Contains("| better (simulated) |", markdown, StringComparison.Ordinal);
        Assert.Contains("brief (simulated)", JUnitReport.Write(Replay(), simulated), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(JsonReport.Write(Replay(), simulated));
        Assert.True(json.RootElement.GetProperty("comparison").GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public void Json_holds_the_comparison_whole()
    {
        using var json = JsonDocument.Parse(JsonReport.Write(Replay(), ComparisonOf.Run(Better)));
        Assert.Equal("better", json.RootElement.GetProperty("comparison").GetProperty("verdict").GetString());
    }

    [Fact]
    public void JUnit_is_xml_whatever_a_replay_is_called()
    {
        var suite = XDocument
            .Parse(JUnitReport.Write(Replay() with { Name = "a\u0000\u001b[31m\uFFFE\ud83d😀<&\"" }, ComparisonOf.Run(Better)))
            .Root!.Element("testsuite")!;
        Assert.Equal("a\uFFFD\uFFFD[31m\uFFFD\uFFFD😀<&\"", suite.Attribute("name")!.Value);
    }
}
