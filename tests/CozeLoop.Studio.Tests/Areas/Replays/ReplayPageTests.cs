using Bunit;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Replays;

public class ReplayPageTests
{
    [Fact]
    public void A_finished_run_says_its_verdict_first_then_its_figures()
    {
        using var studio = Finished();
        var page = Open(studio);
        page.WaitForElement(".headline");
        Assert.Equal("Better: +6.5 points on “short”", page.Find(".headline").TextContent);
        string pane = page.Find(".verdict").TextContent;
        foreach (
            string figure in (string[])
                [
                    "82 %",
                    "60 wins, 34 losses, 306 ties",
                    "the model took too long",
                    "12.5 %",
                    "[9.0 %, 17.0 %]",
                    "$6.24",
                    "attempt 1",
                    "worst case the same",
                    "Promote v2",
                ]
        )
            Assert.Contains(figure, pane, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_metrics_in_points_share_the_plot_and_the_margin_is_its_grey_zone()
    {
        using var studio = Finished();
        var page = Open(studio);
        page.WaitForElement("svg.interval-plot");
        Assert.Equal(2, page.FindAll("svg line.interval").Count);
        Assert.Single(page.FindAll("svg rect.margin"));
        Assert.Equal("2", page.Find("td.plot").GetAttribute("rowspan"));
        Assert.Contains("+6.5 [+1.8, +11.3]", page.Find("svg").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll(".metrics tbody tr").Count);
    }

    [Fact]
    public void The_chosen_item_is_in_the_address_and_shows_both_sides_of_the_diff()
    {
        using var studio = Finished();
        var page = Open(studio);
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("a.item").Count));
        page.FindAll("a.item")[1].Focus();
        var navigation = studio.Services.GetRequiredService<NavigationManager>();
        Assert.Contains("item=b", navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("Item b", page.Find(".view h2").TextContent));
        Assert.Equal(["I transfer you now."], page.FindAll(".view del").Select(d => d.TextContent));
        Assert.Equal(["Shall I transfer you?"], page.FindAll(".view ins").Select(d => d.TextContent));
        Assert.Contains("Recorded words.", page.Find(".view").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_better_is_promoted_only_with_a_reason()
    {
        using var studio = new StudioContext();
        PromoteReplay? asked = null;
        var dialog = studio.Render<PromoteDialog>(p =>
            p.Add(d => d.Replay, Sample.Replay()).Add(d => d.Verdict, "inconclusive").Add(d => d.Promote, body => asked = body)
        );
        Assert.True(dialog.Find(".btn.primary").HasAttribute("disabled"));
        dialog.Find("textarea").Input("Shorter and as good");
        dialog.Find(".btn.primary").Click();
        Assert.Equal(new PromoteReplay("production", "Shorter and as good"), asked);
    }

    [Fact]
    public void A_run_under_way_shows_counts_and_is_looked_at_again_until_it_is_over()
    {
        using var studio = new StudioContext();
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay("running"));
        var page = Open(studio);
        page.WaitForElement("[role=progressbar]");
        Assert.Equal("7", page.Find("[role=progressbar]").GetAttribute("aria-valuenow"));
        Give(studio);
        ((FakeTimeProvider)studio.Services.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromSeconds(1));
        page.WaitForElement(".headline");
    }

    [Fact]
    public void A_paused_run_says_why_and_can_be_resumed()
    {
        using var studio = new StudioContext();
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay("paused") with { StateReason = "The model cannot be reached." });
        studio.Answers.Give("/api/v1/replays/r1/items", new Page<ReplayItem>([], null));
        studio.Answers.Give("/api/v1/replays/r1/items/counts", new Dictionary<string, int>());
        var page = Open(studio);
        page.WaitForElement(".progress.paused");
        Assert.Contains("The model cannot be reached.", page.Markup, StringComparison.Ordinal);
        page.Find(".progress .btn.primary").Click();
        page.WaitForAssertion(() => Assert.Contains("POST /api/v1/replays/r1/resume", studio.Answers.Asked));
    }

    [Theory]
    [InlineData("en", "The run has ended, because the model “gtp” of the new version does not exist.", "failed")]
    [InlineData("zh-Hans", "运行已终止：新版本的模型“gtp”不存在。", "已失败")]
    public void A_run_that_failed_says_why_and_can_be_resumed(string culture, string sentence, string state)
    {
        using var studio = new StudioContext(culture: culture);
        var failure = new RunFailure("candidate", "model_not_found", "OpenAI", "gtp", "No such model.")
        {
            Sentence = "The run has ended, because the model “gtp” of the new version does not exist.",
            SentenceZh = "运行已终止：新版本的模型“gtp”不存在。",
        };
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay("failed") with { StateReason = failure.Sentence, Failure = failure });
        studio.Answers.Give("/api/v1/replays/r1/items", new Page<ReplayItem>([], null));
        studio.Answers.Give("/api/v1/replays/r1/items/counts", new Dictionary<string, int>());
        var page = Open(studio);
        Assert.Equal(sentence, page.WaitForElement(".progress [role=alert]").TextContent.Trim());
        Assert.Equal(state, page.Find(".progress h2").TextContent);
        Assert.Empty(page.FindAll(".progress .btn.danger"));
        page.Find(".progress .btn.primary").Click();
        page.WaitForAssertion(() => Assert.Contains("POST /api/v1/replays/r1/resume", studio.Answers.Asked));
        Assert.DoesNotContain("GET /api/v1/replays/r1/comparison", studio.Answers.Asked);
    }

    [Fact]
    public void A_verdict_lists_what_failed_with_the_providers_words()
    {
        using var studio = Finished();
        ArmFailure[] failures = [new("candidate", "truncated", 5, null), new("baseline", "provider_error", 1, "CUDA out of memory")];
        studio.Answers.Give("/api/v1/replays/r1/comparison", Sample.Comparison() with { Failures = failures });
        var page = Open(studio);
        page.WaitForElement(".failure");
        string[] said =
        [
            .. page.FindAll(".failure")
                .Select(f => string.Join(' ', f.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
        ];
        Assert.Equal(
            ["New version failed: 5 the answer was cut off", "Old version failed: 1 the provider failed “CUDA out of memory”"],
            said
        );
    }

    [Fact]
    public void An_answer_says_why_it_does_not_count_beside_what_there_is_of_it()
    {
        using var studio = new StudioContext();
        var answer = Sample.Answer("Half an ans", 0) with { State = "missing", Cause = "truncated", Results = [] };
        var column = studio.Render<AnswerColumn>(p =>
            p.Add(c => c.Title, "New").Add(c => c.Message, answer.Message).Add(c => c.Answer, answer)
        );
        Assert.Contains("the answer was cut off", column.Find(".cause").TextContent, StringComparison.Ordinal);
        Assert.Contains("Half an ans", column.Markup, StringComparison.Ordinal);
        column.Render(p =>
            p.Add(c => c.Message, null).Add(c => c.Answer, answer with { Message = null, Cause = "refused", CauseMessage = "Blocked." })
        );
        Assert.Contains("the model refused", column.Find(".cause").TextContent, StringComparison.Ordinal);
        Assert.Contains("“Blocked.”", column.Find(".cause").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_says_which_judge_it_waits_for_and_why()
    {
        using var studio = new StudioContext();
        var wait = new Wait("judge kind@2", "provider_error", "<b>Overloaded.</b>", StudioContext.Now.AddMinutes(-3), 1234);
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay("running") with { Waiting = [wait] });
        studio.Answers.Give("/api/v1/replays/r1/items", new Page<ReplayItem>([], null));
        studio.Answers.Give("/api/v1/replays/r1/items/counts", new Dictionary<string, int>());
        string said = Open(studio).WaitForElement(".progress .banner").TextContent;
        Assert.Contains("The judge kind@2 cannot answer now", said, StringComparison.Ordinal);
        Assert.Contains("the provider failed: <b>Overloaded.</b>", said, StringComparison.Ordinal);
        Assert.Contains("1,234", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_that_is_not_there_is_a_page_that_leads_back()
    {
        using var studio = new StudioContext();
        var page = Open(studio);
        Assert.Contains("There is no replay r1.", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/replays", page.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public void What_changed_stands_on_the_verdicts_page()
    {
        using var studio = Finished();
        var planned = Sample.Replay();
        studio.Answers.Give(
            "/api/v1/replays/r1",
            planned with
            {
                Plan = planned.Plan with { CandidateModel = "gpt-5" },
                Request = planned.Request with { Arms = [new ReplayArm { Parameters = new ChatParameters { Temperature = 0.2 } }] },
            }
        );
        var page = Open(studio);
        page.WaitForElement(".changes .words");
        Assert.Equal(["gpt-4o", "as recorded", "Transfer."], page.FindAll(".changes del").Select(d => d.TextContent));
        Assert.Equal(["gpt-5", "0.2", "Help first."], page.FindAll(".changes ins").Select(d => d.TextContent));
        Assert.Contains("8 unchanged lines", page.Find(".words").TextContent, StringComparison.Ordinal);
        Assert.Contains("a=1&b=2", page.Find(".changes header a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulated_result_is_never_green_and_cannot_be_promoted_to_production()
    {
        using var studio = Finished();
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay() with { Simulated = true, Verdict = "better" });
        studio.Answers.Give("/api/v1/replays/r1/comparison", Sample.Comparison() with { Simulated = true });
        var page = Open(studio);
        page.WaitForElement(".verdict");
        Assert.Empty(page.FindAll(".better"));
        Assert.DoesNotContain("var(--better)", page.Markup, StringComparison.Ordinal);
        Assert.Contains("better, simulated", page.Find(".metrics tbody").TextContent, StringComparison.Ordinal);
        page.Find("#promote textarea").Input("I want it");
        Assert.False(page.Find("#promote .btn.primary").HasAttribute("disabled"));
        page.Find("#promote input").Input("production");
        Assert.True(page.Find("#promote .btn.primary").HasAttribute("disabled"));
        Assert.Contains("cannot be promoted", page.Find("#promote .problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_promoted_says_by_whom_and_offers_another_label_only()
    {
        using var studio = Finished();
        var moved = new ReplayPromotion("production", 2, StudioContext.Now.AddMinutes(-1), "user:1", "legal asked");
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay() with { Promotions = [moved] });
        var page = Open(studio);
        page.WaitForElement(".promoted");
        page.WaitForAssertion(() => Assert.Contains("Ada", page.Find(".promoted").TextContent, StringComparison.Ordinal));
        Assert.Contains("v2 promoted to production", page.Find(".promoted").TextContent, StringComparison.Ordinal);
        Assert.Contains("Promote to another label", page.Find("[data-opens=promote]").TextContent, StringComparison.Ordinal);
        Assert.Equal("staging", page.Find("#promote input").GetAttribute("value"));
    }

    [Fact]
    public void Tabs_count_what_their_list_shows()
    {
        using var studio = Finished();
        var page = Open(studio);
        page.WaitForElement("a.item");
        string[] tabs = [.. page.FindAll(".items .seg a").Select(a => a.TextContent.Trim())];
        Assert.Equal(["All 402", "Losses 34", "Wins 60", "Ties 306", "Missing 0"], tabs);
    }

    private static PromptDiff Diff =>
        new(
            "airline-policy",
            1,
            2,
            [
                new MessageDiff(
                    "system",
                    [
                        new("same", string.Concat(Enumerable.Repeat("A line.\n", 10))),
                        new("removed", "Transfer."),
                        new("added", "Help first."),
                    ]
                ),
            ]
        );

    private static StudioContext Finished()
    {
        var studio = new StudioContext();
        Give(studio);
        return studio;
    }

    private static void Give(StudioContext studio)
    {
        studio.Answers.Give("/api/v1/replays/r1", Sample.Replay());
        studio.Answers.Give("/api/v1/replays/r1/comparison", Sample.Comparison());
        studio.Answers.Give(
            "/api/v1/replays/r1/items",
            new Page<ReplayItem>([Sample.Item("a", "loss"), Sample.Item("b", "win"), Sample.Item("c", "tie")], null)
        );
        var counts = new Dictionary<string, int>
        {
            ["loss"] = 34,
            ["win"] = 60,
            ["tie"] = 306,
            ["pending"] = 2,
        };
        studio.Answers.Give("/api/v1/replays/r1/items/counts", counts);
        studio.Answers.Give("/api/v1/prompts/airline-policy/versions/1/diff/2", Diff);
        studio.Answers.Give("/api/v1/actors", new Page<Actor>([new Actor("user:1", "Ada")], null));
    }

    private static IRenderedComponent<ReplayPage> Open(StudioContext studio) => studio.Render<ReplayPage>(p => p.Add(r => r.Id, "r1"));
}
