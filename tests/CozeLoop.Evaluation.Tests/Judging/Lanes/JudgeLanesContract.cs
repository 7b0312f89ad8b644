using System.Collections.Concurrent;
using CozeLoop.Contracts.Api;
using CozeLoop.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Judging.Lanes;

/// <summary>What lanes promise, whichever store keeps what waits in them.</summary>
public abstract class JudgeLanesContract
{
    private static readonly EvaluatorRef Short = new("at-most-20-words", 1);

    [Fact]
    public async Task A_judge_that_fails_is_asked_no_more_and_harms_nobody()
    {
        await using var evaluation = await StartAsync(("Evaluation:FirstProbe", "00:05:00"));
        var (sick, well) = (await evaluation.JudgeAsync("sick", model: "sick"), await evaluation.JudgeAsync("well", model: "well"));
        evaluation.Model = call =>
            call.Model == "sick"
                ? EvaluationUnderTest.Fails("provider_error", retryable: true)
                : EvaluationUnderTest.Says("""{"pass":true,"reason":"fine"}""");
        for (int i = 0; i < 40; i++)
            await evaluation.PublishAsync(EvaluationUnderTest.Subject($"sick-{i}", sick, well, Short));
        for (int i = 0; i < 20; i++)
            await evaluation.PublishAsync(EvaluationUnderTest.Subject($"well-{i}", well) with { RunId = "run-2" });
        // Each subject of the sick judge has its other scores, and nothing waits behind it.
        var scores = await evaluation.ScoresAsync(40 + 40 + 20);
        Assert.Equal(["at-most-20-words", "well"], scores.Select(s => s.Name).Distinct().Order());
        Assert.Equal(100, scores.Count);
        // Three faults open it; what was in flight by then may fail too.
        Assert.InRange(evaluation.Calls.Count(c => c.Model == "sick"), 3, 3 + 8);
        Assert.All(await evaluation.FactsAsync(20), f => Assert.Equal("run-2", f.RunId));
    }

    [Fact]
    public async Task A_slow_judge_holds_its_own_seats_and_no_others()
    {
        await using var evaluation = await StartAsync(("Evaluation:JudgeCalls", "3"), ("Evaluation:Concurrency", "2"));
        var (slow, well) = (await evaluation.JudgeAsync("slow", model: "slow"), await evaluation.JudgeAsync("well", model: "well"));
        var release = new TaskCompletionSource();
        evaluation.Slow = async (call, _) =>
        {
            if (call.Model == "slow")
                await release.Task;
            return EvaluationUnderTest.Says("""{"pass":true}""");
        };
        for (int i = 0; i < 20; i++)
            await evaluation.PublishAsync(EvaluationUnderTest.Subject($"s{i}", slow));
        for (int i = 0; i < 20; i++)
            await evaluation.PublishAsync(EvaluationUnderTest.Subject($"w{i}", well));
        Assert.Equal(20, (await evaluation.FactsAsync(20)).Count(f => f.SubjectId.StartsWith('w')));
        Assert.Equal(3, evaluation.Calls.Count(c => c.Model == "slow"));
        release.SetResult();
        Assert.Equal(20, (await evaluation.FactsAsync(20)).Count);
        Assert.Equal(20, evaluation.Calls.Count(c => c.Model == "slow"));
    }

    [Fact]
    public async Task One_probe_asks_whether_it_is_back_and_then_all_go_on()
    {
        await using var evaluation = await StartAsync(
            ("Evaluation:FirstProbe", "00:00:00.5"),
            ("Evaluation:Look", "00:00:00.1"),
            ("Evaluation:JudgeCalls", "2")
        );
        var judge = await evaluation.JudgeAsync();
        var probing = new ConcurrentQueue<TaskCompletionSource<ModelCallResult>>();
        int asked = 0;
        evaluation.Slow = (_, _) =>
        {
            if (Interlocked.Increment(ref asked) is var n && n <= 4)
                return Task.FromResult(EvaluationUnderTest.Fails("timeout", retryable: true));
            var held = new TaskCompletionSource<ModelCallResult>();
            probing.Enqueue(held);
            return held.Task;
        };
        for (int i = 0; i < 10; i++)
            await evaluation.PublishAsync(EvaluationUnderTest.Subject($"s{i}", judge));
        var waits = (await evaluation.WaitsAsync())!;
        Assert.Equal("run-1", waits.RunId);
        var wait = Assert.Single(waits.Waits);
        Assert.Equal(("judge kind@1", "timeout", "No answer."), (wait.What, wait.Cause, wait.Message));
        await Eventually.Async(() => !probing.IsEmpty);
        Assert.Single(probing);
        evaluation.Slow = null;
        probing.Single().SetResult(EvaluationUnderTest.Says("""{"pass":true}"""));
        await Eventually.Async(async () => (await Count(evaluation, "judgements"), await Count(evaluation, "waits_told")) == (0, 0));
        Assert.Equal(0, await Count(evaluation, "judge_lanes"));
        Assert.Equal(0, await Count(evaluation, "subjects"));
        Assert.Equal(10, await Count(evaluation, "results"));
    }

    [Fact]
    public async Task A_paused_run_asks_no_judge_and_goes_on_when_it_is_resumed()
    {
        await using var evaluation = await StartAsync();
        var judge = await evaluation.JudgeAsync();
        await evaluation.TellAsync("run-1", RunStates.Paused, version: 5);
        await Eventually.Async(async () => await Count(evaluation, "runs") == 1);
        await evaluation.TellAsync("run-1", RunStates.Running, version: 4);
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s1", judge));
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("s2", judge) with { RunId = "run-2" });
        Assert.Equal("run-2", Assert.Single(await evaluation.FactsAsync(1)).RunId);
        Assert.Single(evaluation.Calls);
        await evaluation.TellAsync("run-1", RunStates.Running, version: 6);
        Assert.Equal("run-1", Assert.Single(await evaluation.FactsAsync(1)).RunId);
    }

    [Fact]
    public async Task What_waits_of_a_cancelled_run_is_forgotten_and_what_comes_late_is_dropped()
    {
        await using var evaluation = await StartAsync(("Evaluation:JudgeCalls", "1"));
        var judge = await evaluation.JudgeAsync();
        var held = new TaskCompletionSource<ModelCallResult>();
        evaluation.Slow = (_, _) => held.Task;
        for (int i = 0; i < 5; i++)
            await evaluation.PublishAsync(EvaluationUnderTest.Subject($"s{i}", judge));
        await Eventually.Async(async () => await Count(evaluation, "judgements") == 5 && !evaluation.Calls.IsEmpty);
        await evaluation.TellAsync("run-1", RunStates.Cancelled);
        await Eventually.Async(async () => await Count(evaluation, "judgements") == 0);
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("late", judge, Short));
        held.SetResult(EvaluationUnderTest.Fails("cancelled", retryable: false));
        evaluation.Slow = null;
        await evaluation.PublishAsync(EvaluationUnderTest.Subject("other", judge) with { RunId = "run-2" });
        Assert.Equal("other", Assert.Single(await evaluation.FactsAsync(1)).SubjectId);
        Assert.Equal(2, evaluation.Calls.Count);
        Assert.Equal(0, await Count(evaluation, "subjects"));
        Assert.Equal(1, await Count(evaluation, "results"));
    }

    private static Task<int> Count(EvaluationUnderTest evaluation, string table) =>
        evaluation
            .Host.Services.GetRequiredService<EvaluationDatabase>()
            .ReadAsync(c => c.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {table}"));

    /// <summary>Settings of the store.</summary>
    protected abstract Task<(string, string)[]> StoreAsync();

    private async Task<EvaluationUnderTest> StartAsync(params (string, string)[] settings) =>
        await EvaluationUnderTest.StartAsync([.. await StoreAsync(), .. settings]);
}
