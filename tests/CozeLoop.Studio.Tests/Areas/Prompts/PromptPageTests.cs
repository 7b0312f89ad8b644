using Bunit;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Chat;
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
    public void The_editor_marks_variables_and_the_try_out_fills_them()
    {
        using var studio = With(Prompt());
        var page = Open(studio);
        Assert.Equal("{{now}}", page.WaitForElement("mark").TextContent);
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
        studio.Answers.Give("/api/v1/prompts/airline/draft", Prompt() with { Draft = new PromptDraft([new("system", "Mine {{now}}")], 2, StudioContext.Now) });
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
        studio.Answers.Give("/api/v1/prompts/airline/versions/1/diff/2", new PromptDiff("airline", 1, 2, [new MessageDiff("system", [new("same", "Ask.\n"), new("removed", "Transfer."), new("added", "Help first.")])]));
        var page = Open(studio, "?tab=diff&a=1&b=2");
        page.WaitForElement(".line");
        Assert.Equal(("Transfer.", "Help first."), (page.Find("del").TextContent, page.Find("ins").TextContent));
    }

    private static Prompt Prompt() => new("airline", "airline", null,
        [new PromptVersion(2, [System], "Shorter", "user:1", StudioContext.Now, ["now"]), new PromptVersion(1, [System], "", "user:1", StudioContext.Now, ["now"])],
        new Dictionary<string, int> { ["production"] = 1 }, [], "\"1\"");

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
