using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
using CozeLoop.Studio.Areas.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
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
        foreach (string said in (string[])["of 400 matching calls", "unknown price", "14.2 points or more"]) Assert.Contains(said, plan, StringComparison.Ordinal);
        Assert.Equal("r1", WizardQuery.Read(Query(studio)).PlanId);
        wizard.FindAll("footer .btn.primary")[^1].Click();
        wizard.WaitForAssertion(() => Assert.EndsWith("/replays/r1", studio.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_counts_conversations_apart_from_their_calls_and_says_that_a_simulated_model_costs_nothing()
    {
        using var studio = With("/replays/new?step=4&mode=teacherForced&change=model&model=other&evaluator=short&metric=short&plan=r1");
        var planned = Sample.Replay("planned");
        studio.Answers.Give("/api/v1/replays/r1", planned with { Plan = planned.Plan with { Items = 195, Conversations = 20, Population = 100, Simulated = true, EstimatedCostUsd = 0 } });
        var wizard = studio.Render<WizardPage>();
        string plan = wizard.WaitForElement(".facts").TextContent;
        Assert.Contains("195 in 20 of 100 matching conversations", plan, StringComparison.Ordinal);
        Assert.Contains("no cost, simulated", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown price", plan, StringComparison.Ordinal);
        Assert.Contains("50 conversations, seed 1 (of 100)", wizard.Find(".summary").TextContent, StringComparison.Ordinal);
    }

    private static StudioContext With(string address)
    {
        var studio = new StudioContext();
        studio.Answers.Give("/api/v1/prompts", new Page<PromptSummary>([], null));
        studio.Answers.Give("/api/v1/models", new Page<ModelConnection>([], null));
        studio.Answers.Give("/api/v1/evaluators", new Page<EvaluatorSummary>([new EvaluatorSummary("short", "At most 20 words", "regex", 1, StudioContext.Now)], null));
        studio.Answers.Give("/api/v1/traces?", new Page<TraceSummary>([Make.Trace("t1")], null));
        studio.Answers.Give("/api/v1/traces/t1", new TraceDetail("t1", [Make.Model("s1", [new ChatMessage("system", "Be kind."), new ChatMessage("user", "Hi")], new ChatMessage("assistant", "Hello"))], []));
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return studio;
    }

    private static string Query(StudioContext studio) => new Uri(studio.Services.GetRequiredService<NavigationManager>().Uri).Query;
}
