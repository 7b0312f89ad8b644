using System.Net;
using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Texts far beyond the 32 KB at which a circuit used to close and bring the old text back without a word.</summary>
public sealed class LongPromptTests
{
    /// <summary>200 KB of UTF-8, three bytes a character, and too varied to be packed into a link.</summary>
    private static readonly string Chinese = string.Concat(Enumerable.Range(0, 70_000).Select(i => (char)(0x4E00 + i * 7919L % 20_000)));

    [Fact]
    public async Task Two_hundred_kilobytes_are_typed_kept_and_saved_in_the_prompt_editor_and_in_the_wizard()
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(Chinese), 200_000, 300_000);
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await new PromptsClient(http).CreateAsync(new CreatePrompt("long", null), ct);
        await OnlyALoggedInBrowserOpensACircuitAsync(product.Address, ct);
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync("keep an unsaved text over a reload", () => KeepAsync(tab));
        await tab.StepAsync("save it", () => SaveAsync(tab, new PromptsClient(http), ct));
        await tab.StepAsync("refuse what no circuit can carry", () => RefuseAsync(tab, new PromptsClient(http), ct));
        await tab.StepAsync("keep the wizard's text over a restart", () => KeepInWizardAsync(tab, product, ct));
    }

    private static CodeField Editor(StudioTab tab) => CodeField.On(tab);

    private static async Task KeepAsync(StudioTab tab)
    {
        await tab.GoAsync("/prompts/long");
        await Editor(tab).WriteAsync(Chinese);
        await Expect(tab.Page.Locator(".versions")).ToContainTextAsync("changes not saved");
        await tab.Page.ReloadAsync();
        await tab.DrawnAsync();
        await Editor(tab).HasAsync(Chinese);
        await Expect(tab.Page.Locator(".versions")).ToContainTextAsync("changes not saved");
    }

    private static async Task SaveAsync(StudioTab tab, PromptsClient prompts, CancellationToken ct)
    {
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(tab.Page.Locator(".versions")).ToContainTextAsync("not committed");
        Assert.Equal(Chinese, Assert.Single((await prompts.FindAsync("long", ct))!.Draft!.Messages).Content);
        Assert.Empty(tab.Complaints);
    }

    private static async Task RefuseAsync(StudioTab tab, PromptsClient prompts, CancellationToken ct)
    {
        string tooLong = new('长', 500_001);
        await Editor(tab).WriteAsync(tooLong);
        await Expect(tab.Page.Locator(".input-note")).ToContainTextAsync("500,001 characters; at most 500,000");
        await Editor(tab).HasAsync(tooLong);
        await Expect(Editor(tab).Content).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Editor(tab).Content).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("at most 500,000"));
        Assert.Equal(Chinese, Assert.Single((await prompts.FindAsync("long", ct))!.Draft!.Messages).Content);
        // The circuit lives on.
        await Editor(tab).WriteAsync("Short.");
        await Expect(tab.Page.Locator(".input-note")).ToHaveCountAsync(0);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Discard changes" }).ClickAsync();
        await Editor(tab).HasAsync(Chinese);
        Assert.Empty(tab.Complaints);
    }

    private static async Task KeepInWizardAsync(StudioTab tab, RunningProduct product, CancellationToken ct)
    {
        await tab.GoAsync("/replays/new?step=2&range=all");
        await Editor(tab).WriteAsync(Chinese);
        await Expect(tab.Page.Locator(".wizard footer")).ToContainTextAsync("Kept");
        await Editor(tab).Content.BlurAsync();
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("draftText="));
        await product.KillAsync();
        await product.RestartAsync(ct);
        await tab.GoAsync(new Uri(tab.Page.Url).PathAndQuery);
        await Editor(tab).HasAsync(Chinese);
        await tab.GoAsync("/replays/new");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Continue it" }).ClickAsync();
        await Editor(tab).HasAsync(Chinese);
    }

    private static async Task OnlyALoggedInBrowserOpensACircuitAsync(Uri address, CancellationToken ct)
    {
        using var stranger = TestHttp.Create(address);
        using var answer = await stranger.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
