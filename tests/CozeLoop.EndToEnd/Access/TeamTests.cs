using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Studio;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Access;

/// <summary>A team in one running product: by commands, in the browser, and from the machine itself.</summary>
public sealed partial class TeamTests
{
    private const string Ada = "ada@example.test",
        AdasPassword = "ada's own password";

    [Fact]
    public async Task A_team_joins_changes_and_leaves_and_open_pages_follow()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        var owner = new WorkspacesClient(await product.OwnerAsync(ct));
        var key = await owner.CreateKeyAsync(new CreateApiKey("admin", [Scopes.Read, Scopes.Admin], null), ct);
        await using var adas = await browser.OpenAsync(product.Address);

        await adas.StepAsync(
            "join by the link that a command printed",
            async () =>
            {
                await adas.Page.GotoAsync(LinkIn(await RunAsync(product, key, ["users", "add", Ada, "--role", "admin"], ct)));
                await adas.Page.FillAsync("input[name=password]", AdasPassword);
                await adas.Page.ClickAsync("button[type=submit]");
                await adas.DrawnAsync();
                Assert.Contains($"{Ada}\tada\tadmin\tyes", await RunAsync(product, key, ["users", "list"], ct), StringComparison.Ordinal);
            }
        );
        await adas.StepAsync("make a second workspace, and go back to the first", () => SwitchAsync(adas));
        await adas.StepAsync(
            "see a changed role at once",
            async () =>
            {
                await adas.GoAsync("/settings");
                await Expect(adas.Page.Locator("form.new-key")).ToBeVisibleAsync();
                await RunAsync(product, key, ["users", "role", Ada, "viewer"], ct);
                await Expect(adas.Page.Locator("form.new-key")).ToHaveCountAsync(0);
            }
        );
        await adas.StepAsync("leave an open page by logging out elsewhere", () => LogOutElsewhereAsync(adas, product, ct));
        await ResetAsync(product, ct);
    }

    private static async Task SwitchAsync(StudioTab tab)
    {
        await tab.GoAsync("/settings/workspaces");
        await tab.Page.GetByLabel("Name of the new workspace").FillAsync("Second");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Create workspace" }).ClickAsync();
        await Expect(tab.Page.Locator(".rail .workspaces summary")).ToContainTextAsync("Second");
        await tab.DrawnAsync();
        await tab.Page.ClickAsync(".rail .workspaces summary");
        await tab.PictureAsync("workspaces");
        await tab.Page.ClickAsync(".rail .workspaces a:has-text('Default')");
        await Expect(tab.Page.Locator(".rail .workspaces summary")).ToContainTextAsync("Default");
        await tab.DrawnAsync();
        await tab.GoAsync("/settings/members");
        await tab.PictureAsync("members");
        await tab.GoAsync("/settings/account");
        await tab.PictureAsync("account");
    }

    private static async Task LogOutElsewhereAsync(StudioTab tab, RunningProduct product, CancellationToken ct)
    {
        await tab.GoAsync("/settings/account");
        var cookies = (await tab.Page.Context.CookiesAsync()).ToDictionary(c => c.Name, c => c.Value);
        using var elsewhere = TestHttp.Create(product.Address);
        elsewhere.DefaultRequestHeaders.Add("Cookie", $"cozeloop_session={cookies["cozeloop_session"]}");
        elsewhere.DefaultRequestHeaders.Add("X-Antiforgery-Token", cookies["cozeloop_antiforgery"]);
        using var answer = await elsewhere.PostAsync("/api/v1/logout", null, ct);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Expect(tab.Page).ToHaveURLAsync(LoginPage());
    }

    /// <summary>Whoever may open the data folder gets a link, while the server runs and while it does not.</summary>
    private static async Task ResetAsync(RunningProduct product, CancellationToken ct)
    {
        var here = new Dictionary<string, string> { ["COZELOOP_DATA"] = product.DataFolder };
        string running = LinkIn((await CommandAsync(["users", "reset", Ada], here, ct)).Output);
        await product.KillAsync();
        string stopped = LinkIn((await CommandAsync(["users", "reset", RunningProduct.Email], here, ct)).Output);
        var nobody = await CommandAsync(["users", "reset", "nobody@example.test"], here, ct);
        Assert.Equal((1, "cozeloop: There is no user with the address nobody@example.test.\n"), (nobody.ExitCode, nobody.Error));
        here["COZELOOP_DATA"] = Path.Combine(product.DataFolder, "mistyped");
        Assert.StartsWith(
            "cozeloop: There is no installation in ",
            (await CommandAsync(["users", "reset", Ada], here, ct)).Error,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(here["COZELOOP_DATA"]));
        await product.RestartAsync(ct);
        using var http = TestHttp.Create(product.Address);
        foreach (string link in (string[])[running, stopped])
        {
            using var set = await http.PostAsJsonAsync(
                "/api/v1/login/new-password",
                new SetPassword(link.Split("token=")[1], "a new password"),
                ct
            );
            Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        }
    }

    private static async Task<string> RunAsync(RunningProduct product, CreatedApiKey key, string[] arguments, CancellationToken ct)
    {
        var result = await CommandAsync(
            arguments,
            new Dictionary<string, string> { ["COZELOOP_URL"] = product.Address.ToString(), ["COZELOOP_KEY"] = key.SecretKey },
            ct
        );
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    private static Task<ExternalProgram.Result> CommandAsync(
        string[] arguments,
        Dictionary<string, string> environment,
        CancellationToken ct
    ) => ExternalProgram.RunAsync("dotnet", [RunningProduct.ProductFile(), .. arguments], environment, ct: ct);

    private static string LinkIn(string output) =>
        SetPasswordLink().Match(output) is { Success: true } match ? match.Value : throw new InvalidOperationException(output);

    [GeneratedRegex(@"/login\?returnUrl=(%2F|/)settings(%2F|/)account$")]
    private static partial Regex LoginPage();

    [GeneratedRegex(@"http\S+/set-password\?token=\S+")]
    private static partial Regex SetPasswordLink();
}
