using CozeLoop.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>The page of all controls is for whoever works on the studio, not for whoever uses it.</summary>
public sealed class ControlsPageTests
{
    private const string Address = "/dev/controls";

    [Fact]
    public async Task In_production_it_answers_404_and_is_drawn_as_any_unknown_address()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        var answer = await tab.Page.GotoAsync(Address);
        Assert.Equal(404, answer!.Status);
        await tab.DrawnAsync();
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync("Nothing here");
        await Expect(tab.Page.Locator("[data-control]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task In_development_it_shows_controls_light_beside_dark()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(
            new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            ct: TestContext.Current.CancellationToken
        );
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        var answer = await tab.Page.GotoAsync(Address);
        Assert.Equal(200, answer!.Status);
        await Expect(tab.Page.Locator("[data-theme=dark] [data-control=KindTag]")).ToBeVisibleAsync();
        string[] grounds = await tab.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('div[data-theme]')].map(el => getComputedStyle(el).backgroundColor)"
        );
        Assert.Equal(["rgb(247, 247, 245)", "rgb(19, 19, 18)"], grounds);
        await tab.PictureAsync("controls", height: 9000);
        Assert.Empty(tab.Complaints);
    }
}
