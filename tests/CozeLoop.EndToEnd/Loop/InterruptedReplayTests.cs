using System.Diagnostics;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>
/// A replay that is planned by one command, started by another and followed by a third; and Ctrl-C in the terminal that waits for it: a
/// real signal to a real process.
/// </summary>
public sealed class InterruptedReplayTests
{
    [Fact]
    public async Task Who_stops_waiting_is_told_how_to_follow_and_how_to_end_the_run_which_goes_on()
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        var open = new TaskCompletionSource();
        await using var model = await FakeModelServer.StartAsync();
        model.Answer = request =>
            FakeModelAnswers.Default(request) with
            {
                Delay = open.Task.IsCompleted ? TimeSpan.Zero : TimeSpan.FromMilliseconds(300),
            };
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        await new ModelsClient(http).CreateAsync(
            new CreateConnection(Replays.Connection, "openai", model.BaseUrl, "key", [Replays.Model]),
            ct
        );
        await Replays.CreateEvaluatorAsync(http, ct);

        string id = await PlanAsync(product, ct);
        Assert.Empty(model.Requests);
        Assert.Equal(0, (await product.RunCommandAsync(["replay", "start", id], ct)).ExitCode);

        var (exit, said) = await InterruptAsync(product, ["replay", "watch", id], ct);
        Assert.Equal(130, exit);
        Assert.Contains($"'cozeloop replay watch {id}'", said, StringComparison.Ordinal);
        Assert.Contains($"'cozeloop replay cancel {id}'", said, StringComparison.Ordinal);
        Assert.Equal("running", (await new ReplaysClient(http).FindAsync(id, ct))!.State);

        open.SetResult();
        var watched = await product.RunCommandAsync(["replay", "watch", id], ct);
        Assert.True(watched.ExitCode == 2, watched.Error + watched.Output);
        Assert.Contains("Inconclusive:", watched.Output, StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(RunningProduct product, CancellationToken ct)
    {
        using var folder = new TemporaryFolder();
        string system = folder.Data.File("system.txt");
        await File.WriteAllTextAsync(system, "Answer politely.", ct);
        string options =
            $"--system {system} --connection {Replays.Connection} --evaluator {Replays.Metric} --mode teacherForced --sample 3 --seed 7 "
            + "--from 2020-01-01 --to 2100-01-01 --concurrency 2 --plan --json";
        var planned = await product.RunCommandAsync(["replay", .. options.Split(' ')], ct);
        Assert.True(planned.ExitCode == 0, planned.Error + planned.Output);
        return JsonSerializer.Deserialize<Replay>(planned.Output, Json.Api)!.Id;
    }

    /// <summary>Runs a command, sends SIGINT when it has said what the run's state is, and answers its exit code and last words.</summary>
    private static async Task<(int Exit, string Error)> InterruptAsync(RunningProduct product, string[] command, CancellationToken ct)
    {
        // A shell that runs tests in the background leaves them deaf to SIGINT, and what they start too.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--default-signal=INT", "dotnet", RunningProduct.ProductFile(), .. command])
            start.ArgumentList.Add(argument);
        start.Environment["COZELOOP_URL"] = product.Address.ToString();
        start.Environment["COZELOOP_KEY"] = RunningProduct.SecretKey;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            string? line = await process.StandardOutput.ReadLineAsync(ct);
            Assert.StartsWith("running", line, StringComparison.Ordinal);
            await ExternalProgram.RunAsync("kill", ["-INT", $"{process.Id}"], ct: ct);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
