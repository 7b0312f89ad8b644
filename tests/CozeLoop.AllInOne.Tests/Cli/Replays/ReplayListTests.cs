using System.Text.Json;
using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

public sealed class ReplayListTests
{
    private static readonly Replay Judged = Runs.In("finished", 20) with
    {
        Id = "r3",
        Name = "short answers",
        Verdict = "better",
        Effect = new MetricSummary(40, 5, 75, "points"),
    };

    private static readonly Canned Pages = new(
        (what, _) =>
            what switch
            {
                "GET /api/v1/replays" => new Page<Replay>([Judged, Judged with { Id = "r2", Simulated = true }], "more"),
                "GET /api/v1/replays?cursor=more" => new Page<Replay>([Runs.In("running", 3)], null),
                _ => throw new InvalidOperationException(what),
            }
    );

    [Fact]
    public async Task All_pages_are_listed_and_a_simulated_verdict_says_so()
    {
        var terminal = Canned.Terminal(Pages);
        Assert.Equal(0, await CommandLine.RunAsync(["replay", "list"], terminal));
        Assert.Equal(
            "id\tname\tstate\tverdict\teffect\tcreated\n"
                + "r3\tshort answers\tfinished\tbetter\t+40 points [+5, +75]\t1970-01-01T00:00:00.000Z\n"
                + "r2\tshort answers\tfinished\tbetter (simulated)\t+40 points [+5, +75]\t1970-01-01T00:00:00.000Z\n"
                + "r1\tn\trunning\t–\t–\t1970-01-01T00:00:00.000Z\n",
            terminal.Out.ToString()!.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task As_json_it_is_one_page_with_all()
    {
        var terminal = Canned.Terminal(Pages);
        Assert.Equal(0, await CommandLine.RunAsync(["replay", "list", "--json"], terminal));
        var json = JsonDocument.Parse(terminal.Out.ToString()!).RootElement;
        Assert.Equal(3, json.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("nextCursor").ValueKind);
    }
}
