using CozeLoop.Studio.Areas.Replays;
using CozeLoop.Studio.Controls;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Replays;

public class WizardQueryTests
{
    private static readonly WizardState Full = new()
    {
        Step = 3,
        Name = "Kürzer & höflich",
        Filter = "score.success < 0.5 AND \"退款\"",
        Range = TimeRange.Between(StudioContext.Now.AddDays(-7), StudioContext.Now),
        Mode = "teacherForced",
        Size = 20,
        Seed = 7,
        Kind = ChangeKind.Text,
        PromptKey = "airline-policy",
        SystemPrompt = "Answer in one sentence.\n{{now}} 你好",
        Connection = "local",
        Model = "tiny",
        Temperature = 0.8,
        MaxTokens = 60,
        Evaluators = ["short", "polite"],
        PrimaryMetric = "polite",
        Margin = 2.5,
        Concurrency = 8,
        BudgetUsd = 1.25m,
        PlanId = "p1",
    };

    [Fact]
    public void A_link_reopens_exactly_what_was_answered()
    {
        string query = WizardQuery.Write(Full);
        var read = WizardQuery.Read(query);
        Assert.Equal(query, WizardQuery.Write(read));
        Assert.Equal(Full with { Evaluators = [] }, read with { Evaluators = [] });
        Assert.Equal(Full.Evaluators, read.Evaluators);
    }

    [Fact]
    public void A_fresh_wizard_needs_no_query() => Assert.Equal("", WizardQuery.Write(new WizardState()));

    [Fact]
    public void A_conversation_to_replay_is_all_of_its_session_turn_by_turn()
    {
        var read = WizardQuery.Read("?session=airline-0-0");
        Assert.Contains("airline-0-0", read.Filter, StringComparison.Ordinal);
        Assert.Equal(("teacherForced", TimeRange.All), (read.Mode, read.Range.Name));
        Assert.Equal(read, WizardQuery.Read(WizardQuery.Write(read)) with { Evaluators = read.Evaluators });
    }

    [Theory]
    [InlineData("?step=99&size=many&seed=&mode=freeRunning&change=nonsense&text=%21%21&from=yesterday")]
    [InlineData("?text=AAAA&concurrency=-3")]
    public void What_cannot_be_read_is_the_default(string query)
    {
        var read = WizardQuery.Read(query);
        Assert.InRange(read.Step, WizardState.Select, WizardState.Plan);
        Assert.InRange(read.Concurrency, 1, 256);
        Assert.Equal(
            new WizardState
            {
                Step = read.Step,
                Concurrency = read.Concurrency,
                Evaluators = read.Evaluators,
                SystemPrompt = read.SystemPrompt,
            },
            read
        );
    }

    [Fact]
    public void A_prompt_too_long_for_a_link_is_named_in_it_and_lies_in_the_draft()
    {
        var random = new Random(1);
        string noise = string.Concat(Enumerable.Range(0, 8_000).Select(_ => (char)random.Next(33, 127)));
        var read = WizardQuery.Read(WizardQuery.Write(Full with { SystemPrompt = noise }));
        Assert.Equal((null, WizardQuery.NameOf(noise)), (read.SystemPrompt, read.DraftText));
        Assert.Equal(WizardQuery.Write(read), WizardQuery.Write(Full with { SystemPrompt = noise }));
        string shorter = string.Concat(Enumerable.Repeat("Ask before you transfer. ", 400));
        Assert.Equal(shorter, WizardQuery.Read(WizardQuery.Write(Full with { SystemPrompt = shorter })).SystemPrompt);
    }

    [Fact]
    public void A_query_about_traces_asks_for_calls_of_traces()
    {
        var read = WizardQuery.Read("?match=trace&q=name%3Acheckout");
        Assert.Equal("trace", read.ToRequest("x", StudioContext.Now).Source.Match);
        Assert.Equal("trace", WizardState.Of(Sample.Replay("planned") with { Request = read.ToRequest("x", StudioContext.Now) }).Match);
        Assert.Equal("call", WizardQuery.Read("?match=nonsense&q=x").ToRequest("x", StudioContext.Now).Source.Match);
    }

    [Fact]
    public void Packed_text_unpacks_to_itself() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => PackedText.Unpack(PackedText.Pack(text.Get)) == Valid(text.Get))
        );

    /// <summary>Half of a surrogate pair is not text, and UTF-8 has no form for it.</summary>
    private static string Valid(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Only_a_change_of_the_prompt_or_model_completes_the_second_step()
    {
        Assert.False(new WizardState { Kind = ChangeKind.Text, SystemPrompt = " " }.IsComplete(WizardState.Change));
        Assert.False(new WizardState { Kind = ChangeKind.Version, PromptKey = "p" }.IsComplete(WizardState.Change));
        Assert.False(new WizardState { Kind = ChangeKind.Model }.IsComplete(WizardState.Change));
        Assert.True(new WizardState { Kind = ChangeKind.Model, Model = "other" }.IsComplete(WizardState.Change));
    }

    [Fact]
    public void The_deciding_metric_must_be_one_that_is_used()
    {
        Assert.True(Full.IsComplete(WizardState.Judge));
        Assert.False((Full with { PrimaryMetric = "other" }).IsComplete(WizardState.Judge));
        Assert.False((Full with { PrimaryMetric = null }).IsComplete(WizardState.Judge));
    }

    [Fact]
    public void The_request_fixes_a_range_that_moves_and_sends_only_the_chosen_change()
    {
        var request = (Full with { Range = new TimeRange("24h"), Kind = ChangeKind.Version, Version = 3 }).ToRequest(
            "fallback",
            StudioContext.Now
        );
        Assert.Equal((StudioContext.Now.AddHours(-24), StudioContext.Now), (request.Source.From, request.Source.To));
        var arm = Assert.Single(request.Arms);
        Assert.Equal(("airline-policy", 3, false, null), (arm.PromptKey, arm.Version, arm.Draft, arm.SystemPrompt));
        Assert.Equal((0.8, 60), (arm.Parameters!.Temperature, arm.Parameters.MaxTokens));
    }

    [Fact]
    public void A_planned_replay_opens_at_its_plan_with_the_same_answers()
    {
        var state = WizardState.Of(Sample.Replay("planned"));
        Assert.Equal(
            (WizardState.Plan, "r1", ChangeKind.Text, "Be brief.", 20, 7L),
            (state.Step, state.PlanId, state.Kind, state.SystemPrompt, state.Size, state.Seed)
        );
        Assert.Equal("short", state.PrimaryMetric);
    }
}
