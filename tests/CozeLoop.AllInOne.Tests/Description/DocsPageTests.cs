using System.Text.RegularExpressions;
using CozeLoop.AllInOne.Tests.Hosting;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Description;

/// <summary>The page for people works without the internet, and its browser may ask nobody but this server.</summary>
public sealed partial class DocsPageTests(RunningHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_runs_only_scripts_of_its_own_and_asks_nobody_else()
    {
        using var http = host.CreateClient(null);
        using var answer = await http.GetAsync("/docs/", Ct);
        string page = await answer.Content.ReadAsStringAsync(Ct),
            policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("CozeLoop", page, StringComparison.Ordinal);
        Assert.Contains("openapi/v1.json", page, StringComparison.Ordinal);
        var scripts = Script().Matches(page).Select(m => m.Value).ToList();
        Assert.NotEmpty(scripts);
        string nonce = Regex.Match(policy, "'nonce-([^']{16,})'").Groups[1].Value;
        Assert.All(scripts, script => Assert.Contains($"nonce=\"{nonce}\"", script, StringComparison.Ordinal));
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
    }

    [Fact]
    public async Task Its_script_comes_from_here()
    {
        using var http = host.CreateClient(null);
        string page = await http.GetStringAsync("/docs/", Ct);
        string[] sources = [.. Regex.Matches(page, "(?:src=|from )[\"']([^\"']+\\.js)").Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(sources);
        foreach (string source in sources)
        {
            using var script = await http.GetAsync(new Uri(new Uri(host.Address, "/docs/"), source), Ct);
            Assert.True(script.IsSuccessStatusCode, $"{source}: {script.StatusCode}");
            Assert.Contains("javascript", script.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
