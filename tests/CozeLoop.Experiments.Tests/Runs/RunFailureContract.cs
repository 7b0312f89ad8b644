using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Replays;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Runs.Calls;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs;

/// <summary>What a run does about calls that cannot succeed, and about answers that are none.</summary>
public abstract class RunFailureContract : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("failure").FullName;
    private readonly FakeNeighbours _world = new();

    private (string Key, string Value)[] _settings = [];

    protected abstract Task<(string Key, string Value)[]> SettingsAsync();

    public async ValueTask InitializeAsync() => _settings = await SettingsAsync();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static ModelCallFailure Failure(string cause, string words, int? status = 404) =>
        new(cause, words, cause == "unauthorized", status, null);

    private static bool IsCandidate(ModelCallRequest request) => request.Span.Arm == "candidate";

    [Theory]
    [InlineData("model_not_found", 404, "The model `smal` does not exist.", "does not exist at “lab”")]
    [InlineData("endpoint_not_found", null, "There is no connection 'lab'.", "leads nowhere")]
    public async Task A_call_that_shows_that_no_other_can_succeed_ends_the_run_in_a_sentence(
        string cause,
        int? status,
        string words,
        string part
    )
    {
        _world.Models.Fault = r => IsCandidate(r) ? Failure(cause, words, status) : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        var failed = await lab.UntilAsync(id, r => RunStates.IsEnd(r.State));
        Assert.Equal((RunStates.Failed, null), (failed.State, failed.Verdict));
        Assert.Equal(
            ("candidate", cause, "lab", "small", words),
            (failed.Failure!.Arm, failed.Failure.Cause, failed.Failure.Connection, failed.Failure.Model, failed.Failure.Message)
        );
        Assert.Equal(failed.Failure.Sentence, failed.StateReason);
        Assert.NotNull(failed.FinishedAt);
        foreach (string said in (string[])["the new version", "“lab”", "“small”", words, part])
            Assert.Contains(said, failed.StateReason, StringComparison.Ordinal);
        Assert.Contains("新版本", failed.Failure.SentenceZh, StringComparison.Ordinal);
        // The first three calls hold one of each arm: nobody waits for hundreds of the other's.
        await Task.Delay(500);
        Assert.InRange(_world.Models.Requests.Count, 1, 3 + Lab.Request().Concurrency);
        Assert.All(await lab.CallsAsync(id), c => Assert.DoesNotContain(c.State, (string[])["pending", "woken", "sent"]));
        Assert.Equal(_world.Models.Requests.Count, (await lab.ReadAsync(id)).Progress.Total);
    }

    [Fact]
    public async Task Calls_in_flight_end_and_are_kept_when_a_run_fails()
    {
        var gate = new TaskCompletionSource();
        _world.Models.BeforeTelling = () => gate.Task;
        _world.Models.Fault = r => IsCandidate(r) ? Failure("model_not_found", "No such model") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        await lab.UntilAsync(id, r => r.State == RunStates.Failed);
        int bought = _world.Models.Bought.Count;
        gate.SetResult();
        await lab.UntilAsync(id, r => r.Progress.Done == bought);
        Assert.Equal(RunStates.Failed, (await lab.ReadAsync(id)).State);
    }

    [Fact]
    public async Task A_failed_run_is_resumed_where_it_stopped_once_the_model_exists()
    {
        bool exists = false;
        _world.Models.Fault = r => IsCandidate(r) && !exists ? Failure("model_not_found", "No such model") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        await lab.UntilAsync(id, r => r.State == RunStates.Failed);
        exists = true;
        Assert.True(await lab.Get<RunControl>().ResumeAsync(Lab.Ann, await lab.RowAsync(id), default));
        var replay = await lab.FinishedAsync(id);
        Assert.Equal(("better", new Progress(36, 0, 36)), (replay.Verdict, replay.Progress));
        Assert.Equal((null, null), (replay.StateReason, replay.Failure));
        Assert.All(_world.Models.Bought.Values, times => Assert.Equal(1, times));
        Assert.False(await lab.Get<RunControl>().ResumeAsync(Lab.Ann, await lab.RowAsync(id), default));
    }

    [Fact]
    public async Task A_run_that_failed_is_no_attempt_at_its_sample()
    {
        _world.Models.Fault = r => IsCandidate(r) ? Failure("model_not_found", "No such model") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        await lab.UntilAsync(id, r => r.State == RunStates.Failed);
        _world.Models.Fault = _ => null;
        Assert.Equal(1, (await lab.FinishedAsync(await lab.CreateAsync(Lab.Request()))).Attempt);
    }

    [Theory]
    [InlineData("invalid_request", "Unknown parameter: 'top_k'.")]
    [InlineData("endpoint_not_found", "404 page not found")]
    public async Task An_arm_whose_first_calls_are_all_rejected_ends_the_run(string cause, string words)
    {
        _world.Models.Fault = r => IsCandidate(r) ? Failure(cause, words) : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        var failed = await lab.UntilAsync(id, r => RunStates.IsEnd(r.State));
        Assert.Equal(("failed", cause, "candidate"), (failed.State, failed.Failure?.Cause, failed.Failure?.Arm));
        Assert.Contains(words, failed.StateReason, StringComparison.Ordinal);
        Assert.InRange(_world.Models.Requests.Count(IsCandidate), 5, 5 + Lab.Request().Concurrency);
    }

    [Fact]
    public async Task An_arm_with_fewer_calls_ends_the_run_when_all_of_them_are_rejected()
    {
        _world.Spans.RemoveRange(2, 10);
        _world.Models.Fault = r => IsCandidate(r) ? Failure("invalid_request", "Unknown parameter: 'top_k'.") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        Assert.Equal("failed", (await lab.UntilAsync(id, r => RunStates.IsEnd(r.State))).State);
    }

    [Fact]
    public async Task One_answer_among_the_first_calls_of_an_arm_shows_that_others_may_succeed()
    {
        _world.Models.Fault = r =>
            IsCandidate(r) && _world.Models.Requests.Count(IsCandidate) is not 3 ? Failure("invalid_request", "Too many images.") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request(concurrency: 1));
        await lab.FinishedAsync(id);
        var comparison = await lab.ComparisonAsync(id);
        Assert.Equal([new ArmFailure("candidate", "invalid_request", 11, "Too many images.")], comparison.Failures);
        var items = await lab.Get<ItemList>().ReadAsync(await lab.RowAsync(id), "loss", "missing", 50, null, default);
        Assert.All(items.Items, i => Assert.Equal(("invalid_request", "Too many images."), (i.Candidate!.Cause, i.Candidate.CauseMessage)));
    }

    [Fact]
    public async Task While_one_arms_key_is_rejected_only_that_arm_is_asked_whether_it_may_go_on()
    {
        _world.Models.Fault = r => IsCandidate(r) ? Failure("unauthorized", "Incorrect API key provided.") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        var paused = await lab.UntilAsync(id, r => r.State == RunStates.Paused);
        Assert.Equal("unauthorized: Incorrect API key provided.", paused.StateReason);
        await lab.UntilAsync(id, _ => _world.Models.Requests.Count(IsCandidate) >= 4);
        Assert.Equal(RunStates.Paused, (await lab.ReadAsync(id)).State);
        Assert.InRange(_world.Models.Requests.Count(r => !IsCandidate(r)), 0, 2 + Lab.Request().Concurrency);
        _world.Models.Fault = _ => null;
        Assert.Equal("better", (await lab.FinishedAsync(id)).Verdict);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_missing_and_a_refused_one_the_worst_score()
    {
        _world.Models.FinishReason = r => IsCandidate(r) && r.Messages[^1].Content == "Question 3" ? "length" : "stop";
        _world.Models.Fault = r =>
            IsCandidate(r) && r.Messages[^1].Content == "Question 4" ? Failure("refused", "The content filter stopped it.") : null;
        await using var lab = await Lab.StartAsync(_folder, _world, _settings);
        string id = await lab.CreateAsync(Lab.Request());
        await lab.FinishedAsync(id);
        var comparison = await lab.ComparisonAsync(id);
        Assert.Equal(1, Assert.Single(comparison.MissingByCause).Value);
        Assert.Equal((10, 0, 1, 11), (comparison.Wins, comparison.Losses, comparison.Ties, comparison.Pairs));
        Assert.Equal(
            [
                new ArmFailure("candidate", "refused", 1, "The content filter stopped it."),
                new ArmFailure("candidate", "truncated", 1, null),
            ],
            comparison.Failures
        );
        var items = await lab.Get<ItemList>().ReadAsync(await lab.RowAsync(id), "loss", "missing", 50, null, default);
        // What there is of it is shown all the same.
        Assert.Equal(("truncated", "Short."), (items.Items[0].Candidate!.Cause, items.Items[0].Candidate!.Message?.Content));
    }

    [Fact]
    public void The_audit_log_and_whoever_listens_hear_of_a_failed_run()
    {
        var failed = new RunFailed(7, ReplayDesign.Source, "r1", "The model does not exist.");
        Assert.Equal(
            ("replay.failed", "replay:r1", "The model does not exist."),
            (failed.Audit.Action, failed.Audit.Subject, failed.Audit.Detail)
        );
        Assert.Equal(CallRunner.Actor, failed.Actor);
        Assert.Equal(("r1", "failed"), (failed.Message(1).RunFinished!.RunId, failed.Message(1).RunFinished!.State));
    }
}
