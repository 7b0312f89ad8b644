using System.Text.Json;
using CozeLoop.AllInOne.Cli;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

public sealed class ReplayCommandTests
{
    private static readonly string[] Basic = ["replay", "--prompt", "support@2", "--sample", "20", "--seed", "7", "--evaluator", "m"];

    [Fact]
    public async Task A_run_is_started_followed_through_a_restart_and_ends_with_its_verdict()
    {
        var looks = new Queue<object?>([
            Runs.In("running", 3),
            new HttpRequestException("restarting"),
            (503, "starting", "not ready"),
            Runs.In("paused", 3, "The model is away."),
            Runs.In("running", 12),
            Runs.In("finished", 20),
        ]);
        var network = new Canned(
            (what, _) =>
                what switch
                {
                    "POST /api/v1/replays" => Runs.In("planned", 0),
                    "GET /api/v1/replays/r1" => looks.Dequeue(),
                    "GET /api/v1/replays/r1/comparison" => Comparisons.With("better", 5, 9),
                    _ => throw new InvalidOperationException(what),
                }
        );
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync(Basic, terminal));
        string text = terminal.Out.ToString()!;
        foreach (
            string line in (string[])
                [
                    "Left out: 3, a text was cut at a limit of the sender",
                    "planned 0/20",
                    "running 3/20",
                    "paused 3/20 The model is away.",
                    "running 12/20",
                    "finished 20/20",
                    "The new one is better.",
                    "m *\tpoints\t20\t10\t50\t+40\t[+5, +9]\t0.01\tbetter",
                ]
        )
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
        Assert.Empty(looks);
    }

    [Fact]
    public async Task The_options_make_the_request()
    {
        var network = new Canned(
            (what, _) =>
                what.StartsWith("POST", StringComparison.Ordinal) ? Runs.In("finished", 20) : Comparisons.With("inconclusive", -1, 1)
        );
        var terminal = Canned.Terminal(network);
        Assert.Equal(
            2,
            await CommandLine.RunAsync(
                [
                    .. Basic,
                    "--evaluator",
                    "n",
                    "--metric",
                    "x",
                    "--mode",
                    "teacherForced",
                    "--temperature",
                    "0.8",
                    "--connection",
                    "local",
                    "--model",
                    "small",
                    "--filter",
                    "model:gpt-*",
                    "--from",
                    "2026-11-01",
                    "--offline",
                    "--budget",
                    "1.5",
                ],
                terminal
            )
        );
        var request = JsonSerializer.Deserialize<CreateReplay>(network.Seen[0].Body, Json.Api)!;
        Assert.Equal((20, 7L, "model:gpt-*"), (request.Source.Sample.Size, request.Source.Sample.Seed, request.Source.Filter));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), request.Source.From);
        Assert.Equal(["m", "n", "x"], request.Evaluators);
        Assert.Equal(("x", "teacherForced", true, 1.5m), (request.PrimaryMetric, request.Mode, request.Offline, request.BudgetUsd));
        var arm = Assert.Single(request.Arms);
        Assert.Equal(
            ("support", 2, false, "local", "small", 0.8),
            (arm.PromptKey, arm.Version, arm.Draft, arm.Connection, arm.Model, arm.Parameters!.Temperature)
        );
    }

    [Theory]
    [InlineData(Decisions.Pass, 0)]
    [InlineData(Decisions.Fail, 1)]
    [InlineData(Decisions.Inconclusive, 2)]
    [InlineData(Decisions.None, 2)]
    public async Task What_the_run_decides_is_the_exit_code(string decision, int exit)
    {
        var network = new Canned(
            (what, _) =>
                what.StartsWith("POST", StringComparison.Ordinal)
                    ? Runs.In("finished", 20)
                    : Comparisons.With("better", 5, 9) with
                    {
                        Decision = decision,
                    }
        );
        Assert.Equal(exit, await CommandLine.RunAsync([.. Basic, "--gate", "m >= 7"], Canned.Terminal(network)));
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("failed")]
    public async Task A_run_that_does_not_finish_has_failed(string state)
    {
        var network = new Canned((_, _) => Runs.In(state, 4, "No such connection."));
        var terminal = Canned.Terminal(network);
        Assert.Equal(1, await CommandLine.RunAsync(Basic, terminal));
        Assert.Contains("No such connection.", terminal.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_listed_with_the_providers_words()
    {
        ArmFailure[] failures = [new("candidate", "provider_error", 3, "out of\u001b[31m memory"), new("baseline", "truncated", 1, null)];
        var network = new Canned(
            (what, _) =>
                what.StartsWith("POST", StringComparison.Ordinal)
                    ? Runs.In("finished", 20)
                    : Comparisons.With("better", 5, 9) with
                    {
                        Failures = failures,
                    }
        );
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync(Basic, terminal));
        string text = terminal.Out.ToString()!;
        Assert.Contains("The new version failed because of provider_error: 3 “out of", text, StringComparison.Ordinal);
        Assert.Contains("The old version failed because of truncated: 1\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public async Task While_it_watches_it_says_once_which_judge_is_waited_for()
    {
        int asked = 0;
        var network = new Canned(
            (what, _) =>
                what.StartsWith("POST", StringComparison.Ordinal) ? Runs.In("running", 4)
                : what.EndsWith("/comparison", StringComparison.Ordinal) ? Comparisons.With("better", 5, 9)
                : ++asked > 3 ? Runs.In("finished", 20)
                : Runs.In("running", 4) with
                {
                    Waiting = [new Wait("judge kind@2", "timeout", "Too slow.", DateTimeOffset.UnixEpoch, 10 - asked)],
                }
        );
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync(Basic, terminal));
        string said = terminal.Out.ToString()!;
        Assert.Equal(2, said.Split("judge kind@2 cannot answer now (timeout: Too slow.)").Length);
    }

    [Fact]
    public async Task With_json_only_json_is_on_the_standard_output()
    {
        var network = new Canned(
            (what, _) => what.StartsWith("POST", StringComparison.Ordinal) ? Runs.In("finished", 20) : Comparisons.With("better", 5, 9)
        );
        var terminal = Canned.Terminal(network);
        Assert.Equal(0, await CommandLine.RunAsync([.. Basic, "--json", "--gate", "m >= 1"], terminal));
        var json = JsonDocument.Parse(terminal.Out.ToString()!).RootElement;
        Assert.Equal("better", json.GetProperty("comparison").GetProperty("verdict").GetString());
        Assert.Equal("pass", json.GetProperty("comparison").GetProperty("decision").GetString());
    }
}
