using Bunit;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Replays;

public class WizardPageTests
{
    [Fact]
    public void The_recorded_system_prompt_is_where_the_new_one_starts()
    {
        using var studio = With("/replays/new?step=2&q=model%3Agpt-4o");
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForAssertion(() => Assert.Equal("Be kind.", wizard.Find("textarea").GetAttribute("value")));
        Assert.Equal("Be kind.", WizardQuery.Read(Query(studio)).SystemPrompt);
    }

    [Fact]
    public void An_answer_is_in_the_address_at_once_and_forgets_the_plan_made_without_it()
    {
        using var studio = With("/replays/new?step=1&plan=r1");
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay("planned"));
        var wizard = studio.Render<WizardPage>();
        wizard.Find("input.mono").Change("tool:refund");
        var state = WizardQuery.Read(Query(studio));
        Assert.Equal(("tool:refund", null), (state.Filter, state.PlanId));
    }

    [Fact]
    public void The_first_evaluator_chosen_decides_until_another_is_named()
    {
        using var studio = With("/replays/new?step=3&change=model&model=other");
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForElement("input[type=checkbox]").Change(true);
        var state = WizardQuery.Read(Query(studio));
        Assert.Equal(("short", "short"), (Assert.Single(state.Evaluators), state.PrimaryMetric));
    }

    [Fact]
    public void The_plan_names_the_cost_the_detectable_effect_and_then_runs()
    {
        using var studio = With("/replays/new?step=3&change=model&model=other&evaluator=short&metric=short");
        studio.Answers.Give("/api/v1/replays?start=false", Sample.Replay("planned"));
        studio.Answers.Give("/api/v1/replays/r1/start", Sample.Replay("queued"));
        var wizard = studio.Render<WizardPage>();
        wizard.Find("footer .btn.primary").Click();
        wizard.WaitForElement(".facts");
        string plan = wizard.Find(".facts").TextContent;
        foreach (string said in (string[])["of 400 matching calls", "unknown price", "14.2 points or more"])
            Assert.Contains(said, plan, StringComparison.Ordinal);
        Assert.Equal("r1", WizardQuery.Read(Query(studio)).PlanId);
        wizard.FindAll("footer .btn.primary")[^1].Click();
        wizard.WaitForAssertion(() =>
            Assert.EndsWith("/replays/r1", studio.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_plan_counts_conversations_apart_from_their_calls_and_says_that_a_simulated_model_costs_nothing()
    {
        using var studio = With("/replays/new?step=4&mode=teacherForced&change=model&model=other&evaluator=short&metric=short&plan=r1");
        var planned = Sample.Replay("planned");
        studio.Answers.Give(
            "/api/v1/replays/r1",
            planned with
            {
                Plan = planned.Plan with { Items = 195, Conversations = 20, Population = 100, Simulated = true, EstimatedCostUsd = 0 },
            }
        );
        Found(studio, 100);
        var wizard = studio.Render<WizardPage>();
        string plan = wizard.WaitForElement(".facts").TextContent;
        Assert.Contains("195 in 20 of 100 matching conversations", plan, StringComparison.Ordinal);
        Assert.Contains("no cost, simulated", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown price", plan, StringComparison.Ordinal);
        Assert.Contains("50 conversations, seed 1 (of 100)", wizard.Find(".summary").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CausesOfAPlan))]
    public void A_plan_says_how_many_calls_are_left_out_and_why(string cause)
    {
        using var studio = With("/replays/new?step=4&change=model&model=other&evaluator=short&metric=short&plan=r1");
        var planned = Sample.Replay("planned");
        var exclusions = new Dictionary<string, int> { [cause] = 37 };
        studio.Answers.Give("/api/v1/replays/r1", planned with { Plan = planned.Plan with { Exclusions = exclusions } });
        Found(studio, 100);
        string plan = studio.Render<WizardPage>().WaitForElement(".facts").TextContent;
        Assert.Contains("37", plan, StringComparison.Ordinal);
        Assert.DoesNotContain(cause, plan, StringComparison.Ordinal);
    }

    public static TheoryData<string> CausesOfAPlan =>
        [.. typeof(ExclusionReasons).GetFields().Select(f => (string)f.GetValue(null)!).Except([ExclusionReasons.AfterBudget])];

    [Fact]
    public void What_was_typed_is_kept_at_the_server_after_a_pause_and_named_in_the_address()
    {
        using var studio = With("/replays/new?step=2&text=" + PackedText.Pack("Be kind."));
        string typed = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i * 7919 % 100_003:x}转接"));
        studio.Answers.Give("/api/v1/replays/draft", new ReplayDraft("", typed, StudioContext.Now));
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForElement("textarea").Input(typed);
        Assert.DoesNotContain("PUT /api/v1/replays/draft", studio.Answers.Asked);
        ((FakeTimeProvider)studio.Services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromSeconds(1));
        wizard.WaitForAssertion(() => Assert.Contains("PUT /api/v1/replays/draft", studio.Answers.Asked));
        wizard.Find("textarea").Change(typed);
        Assert.Equal(WizardQuery.NameOf(typed), WizardQuery.Read(Query(studio)).DraftText);
    }

    [Fact]
    public void A_reload_finds_the_text_that_its_address_names_and_says_where_it_is_gone()
    {
        string text = new('x', 30_000);
        using var studio = With($"/replays/new?step=2&draftText={WizardQuery.NameOf(text)}");
        studio.Answers.Give("/api/v1/replays/draft", new ReplayDraft("?step=2", text, StudioContext.Now));
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForAssertion(() => Assert.Equal(text, wizard.Find("textarea").GetAttribute("value")));

        using var other = With("/replays/new?step=2&draftText=0123456789abcdef");
        other.Answers.Give("/api/v1/replays/draft", new ReplayDraft("?step=2", text, StudioContext.Now));
        var gone = other.Render<WizardPage>();
        gone.WaitForAssertion(() => Assert.Contains("no longer kept", gone.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_left_unfinished_is_offered_and_continued()
    {
        using var studio = With("/replays/new?range=all");
        var left = new WizardState
        {
            Step = 2,
            Filter = "tool:refund",
            Kind = ChangeKind.Text,
        };
        studio.Answers.Give("/api/v1/replays/draft", new ReplayDraft(WizardQuery.Write(left), "Ask first.", StudioContext.Now));
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForElement(".banner button").Click();
        wizard.WaitForAssertion(() => Assert.Equal("Ask first.", wizard.Find("textarea").GetAttribute("value")));
        Assert.Equal("tool:refund", WizardQuery.Read(Query(studio)).Filter);
        Assert.Empty(wizard.FindAll(".banner[role=status]"));
    }

    [Fact]
    public void The_first_step_says_how_many_calls_its_answers_find()
    {
        using var studio = With("/replays/new?match=trace&q=name%3Acheckout");
        Found(studio, 1234);
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForAssertion(() => Assert.Equal("1,234 calls match.", wizard.Find(".found").TextContent));
        Assert.True(wizard.Find("input[name=match][value=trace]").HasAttribute("checked"));
    }

    [Fact]
    public async Task A_move_back_counts_again_and_a_late_count_of_another_selection_is_dropped()
    {
        using var studio = With("/replays/new?q=name%3Afirst");
        Found(studio, 10);
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForAssertion(() => Assert.Equal("10 calls match.", wizard.Find(".found").TextContent));
        var late = studio.Answers.Hold("/internal/spans/select");
        var changed = wizard.Find("input.mono").TriggerEventAsync("onchange", new ChangeEventArgs { Value = "name:second" });
        wizard.WaitForAssertion(() => Assert.Equal(2, studio.Answers.Asked.Count(a => a == "POST /internal/spans/select")));
        Found(studio, 30);
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/replays/new?q=name%3Athird");
        wizard.WaitForAssertion(() => Assert.Equal("30 calls match.", wizard.Find(".found").TextContent));
        late.SetResult(new SelectedSpans([], 20, false, ""));
        await changed;
        Assert.Equal("30 calls match.", wizard.Find(".found").TextContent);
    }

    [Fact]
    public void Prompts_beyond_the_first_page_can_be_chosen_too()
    {
        using var studio = With("/replays/new?step=2&change=draft&prompt=last");
        studio.Answers.Give("/api/v1/prompts", new Page<PromptSummary>([Prompt("first")], "next"));
        studio.Answers.Give("/api/v1/prompts?cursor=next", new Page<PromptSummary>([Prompt("last")], null));
        var wizard = studio.Render<WizardPage>();
        wizard.WaitForAssertion(() => Assert.Contains(wizard.FindAll("option"), o => o.GetAttribute("value") == "last"));
        Assert.Empty(wizard.FindAll(".banner[role=alert]"));
    }

    [Fact]
    public void A_prompt_that_is_not_there_is_named()
    {
        using var studio = With("/replays/new?step=2&change=draft&prompt=gone");
        var wizard = studio.Render<WizardPage>();
        string said = wizard.WaitForElement(".banner[role=alert]").TextContent;
        Assert.Contains("There is no prompt “gone” here.", said, StringComparison.Ordinal);
    }

    private static PromptSummary Prompt(string key) => new(key, key, 1, new Dictionary<string, int>(), StudioContext.Now, false);

    private static void Found(StudioContext studio, long population) =>
        studio.Answers.Give("/internal/spans/select", new SelectedSpans([], population, false, ""));

    private static StudioContext With(string address)
    {
        var studio = new StudioContext();
        Found(studio, 7);
        studio.Answers.Give("/api/v1/prompts", new Page<PromptSummary>([], null));
        studio.Answers.Give("/api/v1/models", new Page<ModelConnection>([], null));
        studio.Answers.Give(
            "/api/v1/evaluators",
            new Page<EvaluatorSummary>([new EvaluatorSummary("short", "At most 20 words", "regex", 1, StudioContext.Now)], null)
        );
        studio.Answers.Give("/api/v1/traces?", new Page<TraceSummary>([Make.Trace("t1")], null));
        studio.Answers.Give(
            "/api/v1/traces/t1",
            new TraceDetail(
                "t1",
                [
                    Make.Model(
                        "s1",
                        [new ChatMessage("system", "Be kind."), new ChatMessage("user", "Hi")],
                        new ChatMessage("assistant", "Hello")
                    ),
                ],
                []
            )
        );
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return studio;
    }

    private static string Query(StudioContext studio) => new Uri(studio.Services.GetRequiredService<NavigationManager>().Uri).Query;
}
