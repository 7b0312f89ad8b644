using CozeLoop.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>The product dies under an open page and comes back.</summary>
public sealed class LostConnectionTests
{
    [Fact]
    public async Task A_page_says_that_it_lost_the_product_and_comes_back_by_itself_as_it_was()
    {
        const string Address = "/traces?q=status%3Aerror&range=7d";
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync(
            "lose the product",
            async () =>
            {
                await tab.GoAsync(Address);
                await tab.Page.EvaluateAsync("window.isOldDocument = true");
                await product.KillAsync();
                await Expect(tab.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
                await tab.PictureAsync("connection-lost");
            }
        );
        await tab.StepAsync(
            "find it again",
            async () =>
            {
                await product.RestartAsync(ct);
                // The new process does not know the old circuit. Nobody touches the page.
                await tab.Page.WaitForFunctionAsync(
                    "() => !window.isOldDocument && document.querySelector('.frame[data-ready]')",
                    null,
                    new() { Timeout = 120_000 }
                );
                await tab.DrawnAsync();
                Assert.EndsWith(Address, tab.Page.Url, StringComparison.Ordinal);
                await Expect(tab.Page.Locator(".empty")).ToContainTextAsync("No trace matches");
            }
        );
    }
}
