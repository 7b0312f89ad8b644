using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>A model that does not exist: the run ends at its first call, says so wherever one looks, and goes on once it exists.</summary>
public sealed class FailedRunTests
{
    private const string Candidate = "Answer politely.";

    [Fact]
    public async Task It_fails_at_the_first_call_is_in_the_audit_log_and_is_resumed()
    {
        var ct = TestContext.Current.CancellationToken;
        RecordedConversations.File();
        bool exists = false;
        await using var model = await FakeModelServer.StartAsync(request =>
            exists || !request.SystemPrompt.Contains(Candidate, StringComparison.Ordinal)
                ? FakeModelAnswers.Default(request)
                : FakeModelAnswer.Failing(FakeModelFault.ModelNotFound)
        );
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedConversations.ImportAsync(http, ct);
        var replay = await Replays.StartAsync(http, model, Candidate, conversations: 5, concurrency: 2, ct);

        var failed = await Replays.EndedAsync(http, replay.Id, ct);
        Assert.Equal(("failed", "candidate", "model_not_found"), (failed.State, failed.Failure?.Arm, failed.Failure?.Cause));
        Assert.Equal(
            (Replays.Connection, Replays.Model, "The model `fake-model` does not exist."),
            (failed.Failure!.Connection, failed.Failure.Model, failed.Failure.Message)
        );
        Assert.Equal(failed.Failure.Sentence, failed.StateReason);
        Assert.InRange(model.Requests.Count, 1, 5);
        var owner = await product.OwnerAsync(ct);
        await Eventually.Async(async () =>
            (await owner.GetStringAsync("/api/v1/audit?limit=100", ct)).Contains("replay.failed", StringComparison.Ordinal)
        );

        exists = true;
        await new ReplaysClient(http).ResumeAsync(replay.Id, ct);
        var ended = await Replays.EndedAsync(http, replay.Id, ct);
        Assert.Equal(("finished", new Progress(replay.Plan.Calls, 0, replay.Plan.Calls)), (ended.State, ended.Progress));
        Assert.Empty((await new ReplaysClient(http).FindComparisonAsync(replay.Id, ct))!.Failures);
    }
}
