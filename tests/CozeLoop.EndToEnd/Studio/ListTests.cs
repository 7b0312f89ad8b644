using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>A list as people use it: rows are links, keys move in it, its head stays in view, and there is a way to more of it.</summary>
public sealed class ListTests
{
    private static readonly System.Text.RegularExpressions.Regex OnePrompt = new("/prompts/p[0-9]+$");

    [Fact]
    public async Task Rows_are_links_keys_move_in_them_and_the_head_stays_in_view()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        for (int i = 0; i < 60; i++)
            await new PromptsClient(http).CreateAsync(new CreatePrompt($"p{i}", null), ct);
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync("load more", () => LoadMoreAsync(tab));
        await tab.StepAsync("scroll", () => ScrollAsync(tab));
        await tab.StepAsync("open with the mouse", () => ClickAsync(tab));
        await tab.StepAsync("open in a new tab", () => ClickWithControlAsync(tab));
        await tab.StepAsync("open with keys", () => OpenByKeysAsync(tab));
        Assert.Empty(tab.Complaints);
    }

    private static ILocator Rows(StudioTab tab) => tab.Page.Locator("tr[data-row]");

    private static async Task LoadMoreAsync(StudioTab tab)
    {
        await tab.GoAsync("/prompts");
        await Expect(Rows(tab)).ToHaveCountAsync(50);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Load more" }).ClickAsync();
        await Expect(Rows(tab)).ToHaveCountAsync(60);
        await Expect(tab.Page.Locator("footer.load-more")).ToHaveCountAsync(0);
    }

    private static async Task ScrollAsync(StudioTab tab)
    {
        await tab.Page.GetByRole(AriaRole.Main).EvaluateAsync("el => el.scrollTop = 900");
        var head = tab.Page.Locator("table.data th").First;
        var main = await tab.Page.GetByRole(AriaRole.Main).BoundingBoxAsync();
        Assert.Equal(main!.Y, (await head.BoundingBoxAsync())!.Y, 1.0);
        await tab.PictureAsync("list-scrolled");
    }

    private static async Task ClickAsync(StudioTab tab)
    {
        await tab.GoAsync("/prompts");
        await Rows(tab).First.Locator("td").Nth(1).ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(OnePrompt);
    }

    private static async Task ClickWithControlAsync(StudioTab tab)
    {
        await tab.GoAsync("/prompts");
        var opened = await tab.Page.Context.RunAndWaitForPageAsync(() =>
            Rows(tab).First.Locator("td").Nth(1).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] })
        );
        await Expect(opened).ToHaveURLAsync(OnePrompt);
        Assert.EndsWith("/prompts", tab.Page.Url, StringComparison.Ordinal);
        await opened.CloseAsync();
    }

    private static async Task OpenByKeysAsync(StudioTab tab)
    {
        await tab.GoAsync("/prompts");
        foreach (string key in (string[])["j", "j", "k", "j"])
            await tab.Page.Keyboard.PressAsync(key);
        await Expect(Rows(tab).Nth(1)).ToBeFocusedAsync();
        string? link = await Rows(tab).Nth(1).Locator("a").GetAttributeAsync("href");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(link + "$"));
    }
}
