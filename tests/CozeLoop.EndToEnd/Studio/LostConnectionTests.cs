using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>The product dies under an open page and comes back.</summary>
public sealed class LostConnectionTests
{
    [Fact]
    public async Task A_page_says_that_it_lost_the_product_and_goes_on_when_it_is_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync("lose the product", async () =>
        {
            await product.KillAsync();
            await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
            await tab.PictureAsync("connection-lost");
        });
        await tab.StepAsync("find it again", async () =>
        {
            await product.RestartAsync(ct);
            // The new process does not know the old circuit; the page says so and offers to load anew, still logged in.
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).First.ClickAsync(new() { Timeout = 90_000 });
            await tab.DrawnAsync();
            await Expect(tab.Page.Locator(".empty")).ToContainTextAsync("Nothing recorded yet");
        });
    }
}
