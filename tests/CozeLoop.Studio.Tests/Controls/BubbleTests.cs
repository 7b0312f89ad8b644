using Bunit;
using CozeLoop.Chat;
using CozeLoop.Studio.Controls;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CozeLoop.Studio.Tests.Make;

namespace CozeLoop.Studio.Tests.Controls;

/// <summary>What a model said is rendered, what it was told is not, and the reader may want neither.</summary>
public class BubbleTests
{
    private const string Text = "**Done**: see [the ticket](https://a.example)";

    [Fact]
    public void An_answer_is_rendered_and_its_links_open_elsewhere()
    {
        using var studio = new StudioContext();
        var bubble = Bubble(studio, Said("assistant", Text));
        Assert.Equal("Done", bubble.Find(".markdown strong").TextContent);
        Assert.Equal("_blank", bubble.Find(".markdown a").GetAttribute("target"));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("system")]
    [InlineData("developer")]
    public void What_was_sent_to_the_model_is_shown_to_the_letter(string role)
    {
        using var studio = new StudioContext();
        var bubble = Bubble(studio, Said(role, Text));
        Assert.Contains(Text, bubble.Find(".text").TextContent, StringComparison.Ordinal);
        Assert.Empty(bubble.FindAll(".markdown"));
    }

    [Fact]
    public void A_text_that_stands_among_parts_is_shown_once()
    {
        using var studio = new StudioContext();
        var parts = System.Text.Json.JsonElement.Parse(
            """[{"type":"image_url","image_url":{"url":"https://a.example"}},{"type":"text","text":"What is it?"}]"""
        );
        string shown = Bubble(studio, new ChatMessage("user", "What is it?") { Parts = parts }).Find(".bubble").TextContent;
        Assert.Equal(2, shown.Split("What is it?").Length);
        Assert.Contains("https://a.example", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_in_a_schema_and_an_error_are_shown_to_the_letter()
    {
        using var studio = new StudioContext();
        Assert.Empty(Bubble(studio, Said("assistant", "{\"first_name_of\": \"*Mia*\"}")).FindAll(".markdown"));
        Assert.Empty(Bubble(studio, Said("assistant", "Rate limit *exceeded*"), "error").FindAll(".markdown"));
    }

    [Fact]
    public void Who_reads_plain_sees_what_the_model_wrote()
    {
        using var studio = new StudioContext();
        studio.Services.GetRequiredService<Viewer>().Set(new ViewerWays("Europe/Berlin", ReadsPlain: true));
        var bubble = Bubble(studio, Said("assistant", Text));
        Assert.Contains(Text, bubble.Find(".text").TextContent, StringComparison.Ordinal);
        Assert.Empty(bubble.FindAll(".markdown"));
    }

    [Fact]
    public void A_long_answer_is_cut_at_a_line_and_unfolded_by_a_click()
    {
        using var studio = new StudioContext();
        var bubble = Bubble(studio, Said("assistant", string.Concat(Enumerable.Range(0, 400).Select(i => $"- item {i}\n"))));
        int shown = bubble.FindAll(".markdown li").Count;
        Assert.InRange(shown, 50, 399);
        Assert.Equal($"item {shown - 1}", bubble.FindAll(".markdown li")[^1].TextContent);
        bubble.Find("button.link").Click();
        Assert.Equal(400, bubble.FindAll(".markdown li").Count);
    }

    [Fact]
    public void An_answer_that_is_too_deep_is_shown_as_it_is_and_says_so()
    {
        using var studio = new StudioContext();
        string text = string.Concat(Enumerable.Repeat("> ", 500)) + "deep";
        var bubble = Bubble(studio, Said("assistant", text));
        Assert.Equal(text, bubble.Find(".plain").TextContent);
        Assert.Contains("too nested", bubble.Find(".note").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Rendered", "Plain")]
    [InlineData("zh-Hans", "渲染", "原文")]
    public void The_choice_is_told_to_the_page_and_kept_by_the_browser(string culture, params string[] words)
    {
        using var studio = new StudioContext(culture);
        int changed = 0;
        var style = studio.Render<AnswerStyle>(p => p.Add(s => s.Changed, () => changed++));
        Assert.Equal(words, style.FindAll("button").Select(b => b.TextContent.Trim()));
        style.FindAll("button")[1].Click();
        Assert.Equal("true", style.FindAll("button")[1].GetAttribute("aria-pressed"));
        Assert.True(studio.Services.GetRequiredService<Viewer>().ReadsPlain);
        Assert.Equal(1, changed);
        Assert.Equal([true], studio.JSInterop.VerifyInvoke("studio.keepPlain").Arguments);
    }

    private static IRenderedComponent<Bubble> Bubble(StudioContext studio, ChatMessage message, string status = "ok")
    {
        var span = Model("m", [], message) with { Status = status };
        return studio.Render<Bubble>(p => p.Add(b => b.Entry, new TranscriptEntry("message", span, message) { IsAnswer = true }));
    }
}
