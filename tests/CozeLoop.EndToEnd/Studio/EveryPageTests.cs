using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>
/// Every page in light, dark and Chinese: no error, no complaint of the browser, no key instead of a text. With <c>COZELOOP_SCREENSHOTS</c> naming a
/// folder, a picture of each is written there.
/// </summary>
public sealed class EveryPageTests
{
    private readonly RawKeys _rawKeys = new();

    [Fact]
    public async Task An_empty_workspace_says_on_every_page_what_it_is_for()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: TestContext.Current.CancellationToken);
        await WalkAsync(browser, product, "empty", StudioPages.Empty);
    }

    [Fact]
    public async Task A_workspace_in_use_is_drawn_on_every_page()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var model = await FakeModelServer.StartAsync(Workspace.Answer);
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        var workspace = await Workspace.FillAsync(http, model, ct);
        await WalkAsync(browser, product, "data", [.. StudioPages.Of(workspace)]);
    }

    private async Task WalkAsync(Chromium browser, RunningProduct product, string kind, IReadOnlyList<(string Name, string Path)> pages)
    {
        foreach (var look in Look.All)
        {
            await using var tab = await browser.OpenAsync(product.Address, look.Theme, look.Language);
            await tab.StepAsync($"log in, {look.Name}", async () =>
            {
                await tab.Page.GotoAsync("/login");
                await LooksRightAsync(tab, look, $"{kind}-login-{look.Name}");
                await tab.LogInAsync();
            });
            foreach (var (name, path) in pages)
            {
                await tab.StepAsync($"{name}, {look.Name}", async () =>
                {
                    await tab.GoAsync(path);
                    await Expect(tab.Page.Locator(".rail .group a").First).ToHaveTextAsync(look.Overview, new() { UseInnerText = true });
                    await LooksRightAsync(tab, look, $"{kind}-{name}-{look.Name}");
                });
            }
        }
    }

    private async Task LooksRightAsync(StudioTab tab, Look look, string picture)
    {
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("lang", look.Language);
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-theme", look.Theme);
        await tab.PictureAsync(picture);
        Assert.Empty(_rawKeys.Among(await tab.TextsAsync()));
        await Expect(tab.Page.Locator(".problem:visible, .banner[role=alert]:visible, #blazor-error-ui:visible")).ToHaveCountAsync(0);
        // The document of what does not exist is a 404 by intent, and the browser says so.
        Assert.DoesNotContain(tab.Complaints, c => !IsOfNothing(c));
        Assert.False(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), "the page is wider than the window");
    }

    private static bool IsOfNothing(string complaint) =>
        StudioPages.Empty.Where(page => page.Name.Contains("unknown", StringComparison.Ordinal))
            .Any(page => complaint.Contains(page.Path, StringComparison.Ordinal));
}
