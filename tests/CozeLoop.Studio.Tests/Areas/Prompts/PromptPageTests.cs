using Bunit;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Prompts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Studio.Tests.Areas.Prompts;

public class PromptPageTests
{
    private static readonly ChatMessage System = new("system", "The time is {{now}}.");

    [Fact]
    public void Versions_show_their_labels_and_the_draft_stands_first()
    {
        using var studio = With(Prompt());
        var page = Open(studio);
        page.WaitForElement(".versions a");
        Assert.Equal(["Draft", "v2", "v1"], page.FindAll(".versions a b").Select(b => b.TextContent));
        Assert.Equal("production", page.FindAll(".versions a")[2].QuerySelector(".tag")!.TextContent);
    }

    [Fact]
    public void The_try_out_fills_the_variables_of_what_is_edited()
    {
        using var studio = With(Prompt());
        var page = Open(studio);
        Assert.Equal("template", page.WaitForElement(".code-editor").GetAttribute("data-language"));
        Assert.Contains("Give a value for now.", page.Find(".try").TextContent, StringComparison.Ordinal);
        page.Find(".try input").Input("noon");
        page.WaitForAssertion(() => Assert.Contains("The time is noon.", page.Find(".try .bubble").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_draft_that_changed_meanwhile_is_not_overwritten_unless_asked()
    {
        using var studio = With(Prompt());
        studio.Answers.Refuse("/api/v1/prompts/airline/draft", 412, "draft_changed", "The draft was changed in the meantime.");
        var page = Open(studio);
        page.WaitForElement("textarea").Input("Mine {{now}}");
        page.Find("button[data-key=s]").Click();
        page.WaitForElement("[role=alert]");
        Assert.Equal("Mine {{now}}", page.Find("textarea").GetAttribute("value"));
        studio.Answers.Give(
            "/api/v1/prompts/airline/draft",
            Prompt() with
            {
                Draft = new PromptDraft([new("system", "Mine {{now}}")], 2, StudioContext.Now),
            }
        );
        page.FindAll("[role=alert] button")[1].Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=alert]")));
        Assert.Equal(2, studio.Answers.Asked.Count(a => a == "PUT /api/v1/prompts/airline/draft"));
    }

    [Fact]
    public void A_label_moved_by_hand_needs_a_reason()
    {
        using var studio = With(Prompt());
        studio.Answers.Give("/api/v1/prompts/airline/labels/production", Prompt());
        var page = Open(studio, "?version=2");
        page.WaitForElement("#label");
        Assert.True(page.Find("#label .btn.primary").HasAttribute("disabled"));
        page.Find("#label textarea").Input("Legal asked for it");
        page.Find("#label .btn.primary").Click();
        page.WaitForAssertion(() => Assert.Contains("PUT /api/v1/prompts/airline/labels/production", studio.Answers.Asked));
    }

    [Fact]
    public void Two_versions_are_compared_word_by_word()
    {
        using var studio = With(Prompt());
        studio.Answers.Give(
            "/api/v1/prompts/airline/versions/1/diff/2",
            new PromptDiff(
                "airline",
                1,
                2,
                [new MessageDiff("system", [new("same", "Ask.\n"), new("removed", "Transfer."), new("added", "Help first.")])]
            )
        );
        var page = Open(studio, "?tab=diff&a=1&b=2");
        page.WaitForElement(".line");
        Assert.Equal(("Transfer.", "Help first."), (page.Find("del").TextContent, page.Find("ins").TextContent));
    }

    [Fact]
    public void A_prompt_that_is_not_there_is_a_page_that_leads_back()
    {
        using var studio = new StudioContext("zh-Hans");
        var page = Open(studio);
        Assert.Contains("没有提示词“airline”。", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/prompts", page.Find("[role=alert] a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("?version=9")]
    [InlineData("?tab=diff&a=1&b=9")]
    public void A_version_that_is_not_there_is_named(string query)
    {
        using var studio = With(Prompt());
        studio.Answers.Refuse("/api/v1/prompts/airline/versions", 404, "prompt_version_not_found", "There is no version 9.");
        var page = Open(studio, query);
        Assert.Contains("“airline” has no version 9.", page.WaitForElement(".banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_browser_keeps_a_text_until_it_is_saved_and_a_message_more_is_saved_at_once()
    {
        using var studio = With(Prompt());
        var draft = new PromptDraft([System, new("user", "")], 2, StudioContext.Now);
        studio.Answers.Give("/api/v1/prompts/airline/draft", Prompt() with { Draft = draft });
        var page = Open(studio);
        var area = page.WaitForElement("textarea[data-keep]");
        Assert.Equal(("prompt:airline:0", "\"1\""), (area.GetAttribute("data-keep"), area.GetAttribute("data-keep-base")));
        page.FindAll(".middle .body button")[^1].Click();
        page.WaitForAssertion(() => Assert.Contains("PUT /api/v1/prompts/airline/draft", studio.Answers.Asked));
        page.WaitForAssertion(() => Assert.NotEmpty(studio.JSInterop.Invocations["studioInput.forget"]));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void Who_made_a_version_is_shown_by_name()
    {
        using var studio = With(Prompt());
        studio.Answers.Give("/api/v1/actors", new Page<Actor>([new Actor("user:1", "Ada")], null));
        var page = Open(studio);
        page.WaitForAssertion(() => Assert.Contains("Ada", page.Find(".versions").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("user:1", page.Find(".versions").TextContent, StringComparison.Ordinal);
    }

    private static Prompt Prompt() =>
        new(
            "airline",
            "airline",
            null,
            [
                new PromptVersion(2, [System], "Shorter", "user:1", StudioContext.Now, ["now"]),
                new PromptVersion(1, [System], "", "user:1", StudioContext.Now, ["now"]),
            ],
            new Dictionary<string, int> { ["production"] = 1 },
            [],
            "\"1\""
        );

    private static StudioContext With(Prompt prompt)
    {
        var studio = new StudioContext();
        studio.Answers.Give("/api/v1/prompts/airline", prompt);
        return studio;
    }

    private static IRenderedComponent<PromptPage> Open(StudioContext studio, string query = "")
    {
        studio.Services.GetRequiredService<NavigationManager>().NavigateTo("/prompts/airline" + query);
        return studio.Render<PromptPage>(p => p.Add(x => x.Key, "airline"));
    }
}
