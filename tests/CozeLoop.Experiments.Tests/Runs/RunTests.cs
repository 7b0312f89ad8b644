using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Replays;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Platform.Web;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs;

public sealed class RunTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replay").FullName;
    private readonly FakeNeighbours _world = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static ModelCallFailure Down(string cause = "unreachable") => new(cause, "Connection refused", true, null, null);

    [Fact]
    public async Task A_planted_effect_is_found_with_both_prompts_committed_and_the_old_one_run_twice()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request());
        var replay = await lab.FinishedAsync(id);
        Assert.Equal(("better", new Progress(36, 0, 36), 0), (replay.Verdict, replay.Progress, replay.RepeatedCalls));
        Assert.Equal(("be-brief", 1, 2), (replay.PromptKey, replay.BaselineVersion, replay.CandidateVersion));
        Assert.Equal("You are helpful.", _world.VersionsOf("be-brief")[0][0].Content);
        Assert.Equal(12, replay.Plan.Recovery["proven"]);
        Assert.Equal(0.36m, replay.CostUsd);
        Assert.Equal(36, _world.Models.Bought.Count);
        Assert.InRange(_world.Models.MostInFlight, 2, 4);
        Assert.All(_world.Models.Requests, r => Assert.Equal(("replay", id), (r.Span.Environment, r.Span.RunId)));
        var comparison = await lab.ComparisonAsync(id);
        Assert.Equal((12, 0, 0), (comparison.Wins, comparison.Losses, comparison.Disagreement!.Disagreeing));
    }

    [Fact]
    public async Task The_prompt_against_itself_is_inconclusive()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        var replay = await lab.FinishedAsync(await lab.CreateAsync(Lab.Request(system: "You are helpful.")));
        Assert.Equal("inconclusive", replay.Verdict);
        // Three answers to each item were bought: the cache did not make the arms agree.
        Assert.Equal(36, _world.Models.Bought.Count);
    }

    [Fact]
    public async Task A_second_run_of_the_same_sample_counts_as_another_attempt_and_buys_only_the_new_arm()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        await lab.FinishedAsync(await lab.CreateAsync(Lab.Request()));
        var again = await lab.FinishedAsync(await lab.CreateAsync(Lab.Request("Be very brief.")));
        Assert.Equal(2, again.Attempt);
        Assert.Equal(48, _world.Models.Bought.Count);
        Assert.Equal(24, (await lab.ComparisonAsync(again.Id)).CachedCalls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(14)]
    public async Task A_run_resumes_after_a_kill_without_buying_an_answer_twice(int after)
    {
        string id;
        await using (var first = await Lab.StartAsync(_folder, _world))
        {
            int told = 0;
            // From some moment on answers are bought, but nobody hears of them.
            _world.Models.BeforeTelling = () =>
                Interlocked.Increment(ref told) <= after ? Task.CompletedTask : Task.Delay(Timeout.Infinite);
            id = await first.CreateAsync(Lab.Request());
            await first.UntilAsync(id, _ => told >= after + 4);
        }
        _world.Models.BeforeTelling = null;
        int boughtBefore = _world.Models.Bought.Count;
        await using var second = await Lab.StartAsync(_folder, _world);
        var replay = await second.FinishedAsync(id);
        Assert.Equal(("better", new Progress(36, 0, 36)), (replay.Verdict, replay.Progress));
        Assert.Equal(36, _world.Models.Bought.Count);
        Assert.All(_world.Models.Bought.Values, times => Assert.Equal(1, times));
        Assert.True(boughtBefore < 36);
        // Only what was in flight was asked for again.
        Assert.InRange(_world.Models.Requests.Count, 36, 36 + Lab.Request().Concurrency);
        Assert.InRange(replay.RepeatedCalls, 0, Lab.Request().Concurrency);
    }

    [Fact]
    public async Task A_provider_that_is_down_pauses_the_run_with_the_reason_and_it_goes_on_by_itself()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        bool isDown = true;
        _world.Models.Fault = _ => isDown ? Down() : null;
        string id = await lab.CreateAsync(Lab.Request());
        var paused = await lab.UntilAsync(id, r => r.State == RunStates.Paused);
        Assert.Equal("unreachable: Connection refused", paused.StateReason);
        Assert.Equal(0, paused.Progress.Done);
        isDown = false;
        var replay = await lab.FinishedAsync(id);
        Assert.Equal(("better", 0, null), (replay.Verdict, replay.Progress.Failed, replay.StateReason));
    }

    [Fact]
    public async Task What_the_provider_refuses_for_one_call_only_is_missing_by_its_cause()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        _world.Models.Fault = r =>
            r.Messages[^1].Content == "Question 3" ? new ModelCallFailure("context_length", "Too long", false, 400, null) : null;
        string id = await lab.CreateAsync(Lab.Request());
        var replay = await lab.FinishedAsync(id);
        Assert.Equal(new Progress(33, 3, 36), replay.Progress);
        Assert.Equal(1, (await lab.ComparisonAsync(id)).MissingByCause["context_length"]);
    }

    [Fact]
    public async Task A_paused_run_makes_no_call_and_a_resumed_one_finishes()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        var gate = new TaskCompletionSource();
        _world.Models.BeforeTelling = () => gate.Task;
        string id = await lab.CreateAsync(Lab.Request());
        await lab.UntilAsync(id, _ => _world.Models.Requests.Count == 4);
        Assert.True(await lab.Get<RunControl>().PauseAsync(Lab.Ann, await lab.RowAsync(id), default));
        _world.Models.BeforeTelling = null;
        gate.SetResult();
        await lab.UntilAsync(id, r => r.Progress.Done == 4);
        await Task.Delay(500);
        Assert.Equal((4, RunStates.Paused), (_world.Models.Requests.Count, (await lab.ReadAsync(id)).State));
        Assert.True(await lab.Get<RunControl>().ResumeAsync(Lab.Ann, await lab.RowAsync(id), default));
        Assert.Equal("better", (await lab.FinishedAsync(id)).Verdict);
    }

    [Fact]
    public async Task A_cancelled_run_makes_no_more_calls_and_cannot_be_resumed()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        var gate = new TaskCompletionSource();
        _world.Models.BeforeTelling = () => gate.Task;
        string id = await lab.CreateAsync(Lab.Request());
        await lab.UntilAsync(id, _ => _world.Models.Requests.Count == 4);
        Assert.True(await lab.Get<RunControl>().CancelAsync(Lab.Ann, await lab.RowAsync(id), default));
        gate.SetResult();
        await Task.Delay(500);
        Assert.Equal((4, RunStates.Cancelled), (_world.Models.Requests.Count, (await lab.ReadAsync(id)).State));
        Assert.False(await lab.Get<RunControl>().ResumeAsync(Lab.Ann, await lab.RowAsync(id), default));
    }

    [Fact]
    public async Task A_spent_budget_ends_the_run_and_only_its_complete_prefix_is_compared()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request(budget: 0.20m));
        var replay = await lab.FinishedAsync(id);
        Assert.InRange(replay.CostUsd!.Value, 0.10m, 0.24m);
        var comparison = await lab.ComparisonAsync(id);
        Assert.InRange(comparison.Pairs, 4, 8);
        Assert.Equal(12 - comparison.Pairs, comparison.Exclusions["after_budget"]);
        Assert.Contains(comparison.Notices, n => n.Code == "stopped_by_budget");
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_replay_and_another_body_a_conflict()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request(), start: false, key: "k");
        Assert.Equal(id, await lab.CreateAsync(Lab.Request(), start: false, key: "k"));
        Assert.IsType<Creation.KeyConflict>(
            await lab.Get<ReplayCreation>().CreateAsync(Lab.Request("Other"), false, "k", Lab.Ann, default)
        );
        Assert.Equal(RunStates.Planned, (await lab.ReadAsync(id)).State);
        Assert.Empty(_world.Models.Requests);
    }

    [Fact]
    public async Task A_plan_says_what_it_will_cost_and_can_show_and_what_cannot_be_replayed()
    {
        _world.Spans.Add(FakeNeighbours.Span(99) with { Messages = [] });
        _world.Prices = [new PriceRow("p", "small", DateTimeOffset.UnixEpoch, null, 0.00001m, 0.00002m, null, null, null, "test")];
        await using var lab = await Lab.StartAsync(_folder, _world);
        var plan = (await lab.ReadAsync(await lab.CreateAsync(Lab.Request(), start: false))).Plan;
        Assert.Equal((12, 12, "task", 36, 500), (plan.Items, plan.Clusters, plan.ClusterBy, plan.Calls, plan.Population));
        Assert.Equal(36 * 0.002m, plan.EstimatedCostUsd);
        Assert.Equal((MetricUnits.Points, null), (plan.Forecast!.Unit, plan.Forecast.LearnedFrom));
        // Twelve groups of which hardly six differ decide nothing, whatever the candidate gains.
        Assert.Equal((null, 50.0), (plan.Forecast.MinimalDetectableEffect, plan.Forecast.MostEffect));
        Assert.Contains(plan.Notices, n => n.Code == "baseline_on_candidate_model");
    }

    [Fact]
    public async Task A_candidate_whose_variables_nobody_knows_is_refused_with_the_count()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        var refused = Assert.IsType<Creation.Refused>(
            await lab.Get<ReplayCreation>().CreateAsync(Lab.Request("Help {{customer}}"), true, null, Lab.Ann, default)
        );
        Assert.Equal("nothing_to_replay", refused.Why.Code);
        Assert.Contains("variables_unknown 12", refused.Why.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promotion_moves_the_label_with_its_evidence_and_asks_for_a_reason_where_nothing_is_better()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request(system: "You are helpful."));
        await lab.FinishedAsync(id);
        var row = await lab.RowAsync(id);
        Assert.Equal("reason_required", Promotion.WhyNot(row, new PromoteReplay("production", " "))!.Value.Code);
        Assert.Null(Promotion.WhyNot(row, new PromoteReplay("production", "legal asked")));
        await lab.Get<Promotion>().PromoteAsync(row, new PromoteReplay("production", "legal asked"), Lab.Ann, default);
        var (label, body) = Assert.Single(_world.Labels);
        Assert.Equal(("production", id, "inconclusive", "legal asked"), (label, body.ReplayId, body.Verdict, body.Reason));
        Assert.Equal("legal asked", Assert.Single((await lab.ReadAsync(id)).Promotions).Reason);
    }

    [Fact]
    public async Task A_simulated_result_never_reaches_a_protected_label_and_needs_a_reason_for_another()
    {
        _world.Models.Simulated = true;
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request());
        var finished = await lab.FinishedAsync(id);
        Assert.Equal(("better", true), (finished.Verdict, finished.Simulated));
        Assert.StartsWith("Simulated, not real", finished.Sentence, StringComparison.Ordinal);
        var row = await lab.RowAsync(id);
        foreach (string label in (string[])["production", " Production "])
        {
            Assert.Equal("simulated_not_promotable", Promotion.WhyNot(row, new PromoteReplay(label, "I want it"))!.Value.Code);
        }
        Assert.Equal("reason_required", Promotion.WhyNot(row, new PromoteReplay("staging", null))!.Value.Code);
        await lab.Get<Promotion>().PromoteAsync(row, new PromoteReplay("staging", "to try it"), Lab.Ann, default);
        var (_, body) = Assert.Single(_world.Labels);
        Assert.True(body.Simulated);
    }

    [Fact]
    public async Task Counts_of_outcomes_are_those_of_the_list()
    {
        static bool IsSpecial(ModelCallRequest r) => r.Messages[^1].Content is "Question 1" or "Question 2";
        _world.Models.Answer = r => (r.Span.Arm == "candidate") == IsSpecial(r) ? "A long answer that goes on" : "Short.";
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request());
        await lab.FinishedAsync(id);
        var row = await lab.RowAsync(id);
        var counts = await lab.Get<RankedItems>().CountAsync(row, default);
        Assert.Equal(12, counts.Values.Sum());
        foreach (var (outcome, count) in counts)
        {
            Assert.Equal(count, (await lab.Get<ItemList>().ReadAsync(row, "loss", outcome, 500, null, default)).Total);
        }
    }

    [Fact]
    public async Task Nothing_of_another_workspace_is_visible()
    {
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request(), start: false);
        Assert.Null(await lab.Store.FindAsync(8, id, default));
        string[] items = [.. (await lab.CallsAsync(id)).Select(c => c.ItemId)];
        Assert.Empty(await lab.Store.ItemsAsync(8, items, default));
        Assert.Empty(await lab.Store.CallsOfAsync(8, items, default));
        Assert.Empty(await lab.Store.ListAsync(8, "replay", null, 10, default));
        Assert.Equal(12, (await lab.Store.ItemsAsync(Lab.Ann.WorkspaceId, items, default)).Count);
    }

    [Fact]
    public async Task Items_come_greatest_loss_first_with_a_word_diff_and_pages()
    {
        _world.Models.Answer = r =>
            (r.Span.Arm == "candidate") == (r.Messages[^1].Content is "Question 1" or "Question 2")
                ? "A long answer that goes on"
                : "Short.";
        await using var lab = await Lab.StartAsync(_folder, _world);
        string id = await lab.CreateAsync(Lab.Request());
        await lab.FinishedAsync(id);
        var row = await lab.RowAsync(id);
        var page = await lab.Get<ItemList>().ReadAsync(row, "loss", null, 3, null, default);
        Assert.Equal(["loss", "loss", "win"], page.Items.Select(i => i.Outcome));
        Assert.Equal(12, page.Total);
        var rest = await lab.Get<ItemList>()
            .ReadAsync(row, "loss", null, 500, Cursor.Decode(ItemList.Cursors("loss"), page.NextCursor!), default);
        Assert.Equal((9, null), (rest.Items.Count, rest.NextCursor));
        Assert.Contains(page.Items[0].Diff, d => d.Change == "added" && d.Text.Contains("long", StringComparison.Ordinal));
        Assert.Equal(2, (await lab.Get<ItemList>().ReadAsync(row, "loss", "loss", 50, null, default)).Items.Count);
        Assert.Equal("Recorded answer", page.Items[0].Recorded!.Content);
    }
}
