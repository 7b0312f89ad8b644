using Microsoft.Playwright;
using Xunit;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>
/// The machine's own Chromium, driven by Playwright, whose driver (with a Node of its own) the build copies beside the test. Playwright's
/// browsers are not used: they come from a host of their own, and a Debian package is enough.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-proxy-server",
        "--lang=en",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Skips the test where no Chromium is on the path.</summary>
    public static async Task<Chromium> StartAsync()
    {
        string? program = Program();
        Assert.SkipWhen(program is null, "Chromium is not installed (Debian: apt-get install chromium)");
        var playwright = await Playwright.CreateAsync();
        return new Chromium(
            playwright,
            await playwright.Chromium.LaunchAsync(
                new()
                {
                    ExecutablePath = program,
                    Args = Flags,
                    Headless = true,
                }
            )
        );
    }

    /// <param name="theme"><c>light | dark</c>, as the reader's system wants it.</param>
    /// <param name="language"><c>en | zh-Hans</c>, as the reader's browser wants it.</param>
    /// <param name="width">Of the window, in CSS pixels.</param>
    public async Task<StudioTab> OpenAsync(Uri address, string theme = "light", string language = "en", int width = 1440)
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                BaseURL = address.ToString(),
                ViewportSize = new() { Width = width, Height = 900 },
                Locale = language == "en" ? "en-US" : "zh-CN",
                TimezoneId = "Europe/Berlin",
                ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await Axe.AddAsync(context);
        return new StudioTab(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder =>
                (string[])
                    [Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")]
            )
            .FirstOrDefault(File.Exists);
}
