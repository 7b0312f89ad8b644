using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Charts as a browser draws them: in the theme's colours, as wide as their place, and a way to the time that is pointed
/// at.</summary>
public sealed class ChartTests
{
    private const string Line = "div.chart svg path[stroke]:not([stroke='none'])";

    [Fact]
    public async Task A_chart_follows_theme_width_and_language_and_leads_to_the_time_that_is_dragged_over()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        using var day = new ByteArrayContent(LiveTraffic.Day(200, TimeProvider.System.GetUtcNow(), seed: 7));
        day.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var taken = await http.PostAsync("/v1/traces", day, ct);
        taken.EnsureSuccessStatusCode();
        await Queues.DrainedAsync(http, ct);
        await using var tab = await browser.OpenAsync(product.Address);
        var loaded = new List<string>();
        tab.Page.Request += (_, request) => loaded.Add(request.Url);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync("read the overview", () => ReadAsync(tab));
        await tab.StepAsync("zoom into bars", () => ZoomAsync(tab));
        await tab.StepAsync("leave", () => LeaveAsync(tab, loaded));
        await using var chinese = await browser.OpenAsync(product.Address, "dark", "zh-Hans");
        await chinese.StepAsync("read in Chinese", () => ReadChineseAsync(chinese));
        Assert.Empty(tab.Complaints.Concat(chinese.Complaints));
    }

    private static async Task ReadAsync(StudioTab tab)
    {
        await tab.GoAsync("/?chart=latency");
        var chart = tab.Page.Locator("div.chart");
        await Expect(chart).ToHaveAttributeAsync("role", "img");
        await Expect(chart).ToHaveAttributeAsync("aria-label", new Regex("^Latency.*Latest: .* s \\("));
        await Expect(chart.Locator("svg")).ToContainTextAsync("2.0 s");
        string light = await LineColourAsync(tab, "accent");
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.NotEqual(light, await LineColourAsync(tab, "accent"));
        await tab.Page.SetViewportSizeAsync(1100, 900);
        await Expect(chart.Locator("svg")).ToHaveAttributeAsync("width", await WidthAsync(chart));
        await tab.Page.SetViewportSizeAsync(1440, 900);
    }

    /// <summary>A drag over the last third asks for less than the whole, and a click for one bar.</summary>
    private static async Task ZoomAsync(StudioTab tab)
    {
        await tab.GoAsync("/traces");
        var bars = tab.Page.Locator("div.chart");
        await Expect(bars.Locator("svg path").First).ToBeAttachedAsync();
        var box = (await bars.BoundingBoxAsync())!;
        await tab.Page.Mouse.MoveAsync(box.X + box.Width * 0.7f, box.Y + 20);
        await Expect(tab.Page.Locator(".tip")).ToContainTextAsync("with errors");
        await tab.PictureAsync("bars-tooltip");
        await tab.Page.Mouse.DownAsync();
        await tab.Page.Mouse.MoveAsync(box.X + box.Width * 0.9f, box.Y + 25, new() { Steps = 5 });
        await tab.PictureAsync("bars-drag");
        await tab.Page.Mouse.UpAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("from="));
        string zoomed = tab.Page.Url;
        double dragged = Length(zoomed);
        Assert.InRange(dragged, 3, 7);
        await tab.DrawnAsync();
        await Expect(bars.Locator("svg path").First).ToBeAttachedAsync();
        await tab.PictureAsync("bars-zoomed");
        await bars.ClickAsync(
            new()
            {
                Position = new() { X = box.Width / 2, Y = 20 },
            }
        );
        await Expect(tab.Page).Not.ToHaveURLAsync(zoomed);
        Assert.InRange(Length(tab.Page.Url), 0, dragged / 2);
    }

    private static async Task LeaveAsync(StudioTab tab, List<string> loaded)
    {
        await tab.Page.Locator(".rail a[href^='/prompts']").ClickAsync();
        await Expect(tab.Page.Locator("div.chart")).ToHaveCountAsync(0);
        Assert.Contains(loaded, url => url.Contains("/lib/chart.", StringComparison.Ordinal));
        loaded.Clear();
        await tab.GoAsync("/prompts");
        Assert.DoesNotContain(loaded, url => url.Contains("/lib/chart.", StringComparison.Ordinal));
    }

    private static async Task ReadChineseAsync(StudioTab tab)
    {
        await tab.LogInAsync();
        await tab.GoAsync("/?range=7d");
        await Expect(tab.Page.Locator("div.chart")).ToHaveAttributeAsync("aria-label", new Regex("最新："));
        await Expect(tab.Page.Locator("div.chart svg")).ToContainTextAsync("日");
    }

    /// <summary>Waits for a line in the token's colour of the present theme.</summary>
    private static async Task<string> LineColourAsync(StudioTab tab, string token)
    {
        string colour = await tab.Page.EvaluateAsync<string>(
            "name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()",
            token
        );
        await Expect(tab.Page.Locator($"{Line}[stroke='{colour}']").First).ToBeAttachedAsync();
        return colour;
    }

    private static async Task<string> WidthAsync(ILocator chart) =>
        (await chart.EvaluateAsync<int>("el => el.clientWidth")).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of the time that an address names, in hours.</summary>
    private static double Length(string url)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(url).Query);
        return query["from"] is { } from && query["to"] is { } to
            ? (DateTimeOffset.Parse(to, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(from, CultureInfo.InvariantCulture)).TotalHours
            : throw new InvalidOperationException($"{url} names no time.");
    }
}
