using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>
/// A walk over every page in both languages and themes, on a desk, a small laptop and a phone. With <c>COZELOOP_SCREENSHOTS</c> naming a
/// folder, pictures of each are written there.
/// </summary>
public sealed class EveryPageTests
{
    [Fact]
    public async Task An_empty_workspace_says_on_every_page_what_it_is_for()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: TestContext.Current.CancellationToken);
        using var owner = await product.OwnerAsync(TestContext.Current.CancellationToken);
        await WalkAsync(browser, product, "empty", StudioPages.Empty, await Workspace.DataAsync(owner));
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
        using var owner = await product.OwnerAsync(ct);
        string data = await Workspace.DataAsync(owner, workspace.LiveTrace, workspace.ImportedTrace);
        await WalkAsync(browser, product, "data", [.. StudioPages.Of(workspace)], data);
    }

    /// <summary>All pages are walked before anything is said, so that one run tells all there is to mend.</summary>
    private static async Task WalkAsync(
        Chromium browser,
        RunningProduct product,
        string kind,
        IReadOnlyList<(string Name, string Path)> pages,
        string data
    )
    {
        var inspection = new Inspection(data);
        foreach (var appearance in Appearance.All)
        {
            await using var tab = await browser.OpenAsync(product.Address, "light", appearance.Language);
            await tab.StepAsync(
                $"log in, {appearance.Language}",
                async () =>
                {
                    await tab.Page.GotoAsync("/login");
                    await inspection.InspectAsync(tab, appearance, $"{kind}-login");
                    await tab.LogInAsync();
                }
            );
            foreach (var (name, path) in pages)
            {
                await tab.StepAsync(
                    $"{name}, {appearance.Language}",
                    async () =>
                    {
                        await tab.GoAsync(path);
                        await inspection.InspectAsync(tab, appearance, $"{kind}-{name}");
                    }
                );
            }
            if (appearance == Appearance.All[0])
                await inspection.FollowLinksAsync(tab);
        }
        Assert.True(inspection.Findings.Count == 0, string.Join('\n', inspection.Findings));
    }
}
