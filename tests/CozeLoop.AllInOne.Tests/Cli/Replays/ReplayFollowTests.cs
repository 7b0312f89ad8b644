using System.Text.Json;
using CozeLoop.AllInOne.Cli;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

public sealed class ReplayFollowTests
{
    private static readonly string[] Basic = ["replay", "--prompt", "support@2", "--sample", "20", "--seed", "7", "--evaluator", "m"];

    [Fact]
    public async Task A_plan_is_asked_for_without_a_start_and_printed_with_the_way_to_start_it()
    {
        var network = new Canned((_, _) => Runs.In("planned", 0));
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync([.. Basic, "--plan"], terminal));
        Assert.Equal("POST /api/v1/replays?start=false", Assert.Single(network.Seen).Request);
        string text = terminal.Out.ToString()!;
        Assert.Contains("40 calls", text, StringComparison.Ordinal);
        Assert.Contains("cozeloop replay start r1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_as_json_is_the_answer_of_the_api()
    {
        var terminal = Canned.Terminal(new Canned((_, _) => Runs.In("planned", 0)));
        Assert.Equal(0, await CommandLine.RunAsync([.. Basic, "--plan", "--json"], terminal));
        var json = JsonDocument.Parse(terminal.Out.ToString()!).RootElement;
        Assert.Equal(40, json.GetProperty("plan").GetProperty("calls").GetInt32());
    }

    [Fact]
    public async Task A_planned_run_is_started_and_its_follower_named()
    {
        var network = new Canned((_, _) => Runs.In("running", 0));
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync(["replay", "start", "r1"], terminal));
        Assert.Equal("POST /api/v1/replays/r1/start", Assert.Single(network.Seen).Request);
        Assert.Contains("cozeloop replay watch r1", terminal.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("better", 0)]
    [InlineData("worse", 1)]
    [InlineData("inconclusive", 2)]
    public async Task A_run_is_watched_to_its_verdict(string verdict, int exit)
    {
        var looks = new Queue<object?>([Runs.In("running", 3), Runs.In("paused", 3, "The model is away."), Runs.In("finished", 20)]);
        var network = new Canned(
            (what, _) => what.EndsWith("/comparison", StringComparison.Ordinal) ? Comparisons.With(verdict, -9, 9) : looks.Dequeue()
        );
        var terminal = Canned.Terminal(network);
        Assert.Equal(exit, await CommandLine.RunAsync(["replay", "watch", "r1"], terminal));
        string text = terminal.Out.ToString()!;
        foreach (string line in (string[])["running 3/20", "paused 3/20 The model is away.", $"The new one is {verdict}."])
            Assert.Contains(line, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("planned", "cozeloop replay start r1")]
    [InlineData(null, "There is no replay 'r1'")]
    public async Task There_is_nothing_to_watch_where_nothing_runs(string? state, string said)
    {
        var terminal = Canned.Terminal(new Canned((_, _) => state is null ? null : Runs.In(state, 0)));
        Assert.Equal(1, await CommandLine.RunAsync(["replay", "watch", "r1"], terminal));
        Assert.Contains(said, terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_while_it_starts_it_does_not_claim_that_nothing_runs()
    {
        using var ending = new CancellationTokenSource();
        var terminal = Canned.Terminal(
            new Canned(
                (_, _) =>
                {
                    ending.Cancel();
                    return new OperationCanceledException();
                }
            )
        );
        Assert.Equal(130, await CommandLine.RunAsync(Basic, terminal, ending.Token));
        Assert.Contains("it may run", terminal.Error.ToString(), StringComparison.Ordinal);
    }
}
