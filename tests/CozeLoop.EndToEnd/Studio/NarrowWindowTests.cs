using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Microsoft.Playwright;
using Xunit;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Prompts, replays, evaluators and models in a wide, a common and a phone's window.</summary>
public sealed class NarrowWindowTests
{
    private static readonly (int Width, string Theme, string Language)[] Windows =
        [(1440, "dark", "zh-Hans"), (1280, "light", "en"), (390, "dark", "zh-Hans"), (390, "light", "en")];

    /// <summary>Elements that are wider than the window, or hold more than they show without an ellipsis that says so.</summary>
    private const string Cut = """
        () => [...document.querySelectorAll("main *")].filter(el => {
          if (!el.checkVisibility() || el.closest("svg, .sr, datalist, .template-editor") ) return false;
          const box = el.getBoundingClientRect(), style = getComputedStyle(el);
          if (box.width === 0 || style.position === "absolute") return false;
          const hides = style.overflowX !== "visible" && style.textOverflow !== "ellipsis";
          return hides && el.clientWidth > 0 && el.scrollWidth > el.clientWidth + 1 || box.right > innerWidth + 1;
        }).slice(0, 5).map(el => {
          const right = Math.round(el.getBoundingClientRect().right);
          return `${el.tagName}.${el.className} ${right}/${innerWidth} ${el.scrollWidth}/${el.clientWidth}: ${el.textContent.slice(0, 40)}`;
        })
        """;

    [Fact]
    public async Task Nothing_is_cut_and_nothing_scrolls_sideways()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var model = await FakeModelServer.StartAsync(Workspace.Answer);
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        var workspace = await Workspace.FillAsync(http, model, ct);
        string simulated = await SimulatedAsync(new ReplaysClient(http), ct);
        (string, string)[] more = [("verdict-simulated", $"/replays/{simulated}"), ("prompt-unknown", "/prompts/none")];
        (string, string)[] pages = [.. StudioPages.Of(workspace).Where(p => IsOurs(p.Path)), .. more];
        var faults = new List<string>();
        foreach (var (width, theme, language) in Windows)
        {
            await using var tab = await browser.OpenAsync(product.Address, theme, language, width);
            await tab.StepAsync("log in", tab.LogInAsync);
            foreach (var (name, path) in pages)
            {
                await tab.StepAsync($"{name} at {width}", async () =>
                {
                    await tab.GoAsync(path);
                    await tab.PictureAsync($"{width}-{language}-{name}");
                    faults.AddRange((await tab.Page.EvaluateAsync<string[]>(Cut)).Select(f => $"{name} at {width} {language}: {f}"));
                });
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static bool IsOurs(string path) =>
        ((string[])["/prompts", "/replays", "/evaluators", "/models"]).Any(area => path.StartsWith(area, StringComparison.Ordinal));

    private static async Task<string> SimulatedAsync(ReplaysClient replays, CancellationToken ct)
    {
        var started = await replays.CreateAsync(new CreateReplay
        {
            Name = "Simulated", Source = new ReplaySource("model:gpt-4o", null, null, new SampleSpec(20, 7)),
            Evaluators = ["asks-first"], PrimaryMetric = "asks-first",
            Arms = [new ReplayArm { SystemPrompt = "Ask before you change anything.", Connection = "simulated" }], Concurrency = 16,
        }, ct: ct);
        var replay = started;
        while (replay.State is not ("finished" or "failed" or "cancelled"))
        {
            await Task.Delay(200, ct);
            replay = (await replays.FindAsync(started.Id, ct))!;
        }
        Assert.True(replay.Simulated);
        return replay.Id;
    }
}
