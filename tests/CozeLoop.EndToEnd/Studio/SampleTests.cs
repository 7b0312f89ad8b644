using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>The sample of an empty workspace: one click adds it, it is labelled, one click removes it.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_comes_with_a_click_is_labelled_and_goes_with_a_click()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync(
            "add the sample",
            async () =>
            {
                await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Load the sample" }).ClickAsync();
                await Expect(tab.Page.Locator(".banner")).ToContainTextAsync("sample");
                await Expect(tab.Page.Locator(".strip .fact").First).ToContainTextAsync("traces");
                await tab.PictureAsync("sample-overview");
            }
        );
        await tab.StepAsync(
            "see its label",
            async () =>
            {
                await tab.GoAsync("/traces");
                await Expect(tab.Page.Locator("tr[data-row]").First).ToContainTextAsync("sample");
                await tab.PictureAsync("sample-traces");
            }
        );
        await tab.StepAsync(
            "remove it",
            async () =>
            {
                await tab.GoAsync("/");
                await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the sample" }).ClickAsync();
                await Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Load the sample" })).ToBeVisibleAsync();
                await tab.GoAsync("/traces?range=all");
                await Expect(tab.Page.Locator("tr[data-row]")).ToHaveCountAsync(0);
            }
        );
    }
}
