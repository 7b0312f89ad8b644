using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Hosting;

/// <summary>What clients send becomes no label of a figure: labels are kept for ever.</summary>
[Collection(RunningHost.Collection)]
public sealed partial class MetricsLabelTests(RunningHost host)
{
    private const string Mark = "INVENTED";

    // The last two: any other, and none, where a connection ended before it said one.
    private static readonly HashSet<string> Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "CONNECT",
        "TRACE",
        "_OTHER",
        "",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invented_methods_paths_hosts_and_headers_make_no_figures()
    {
        using var http = host.CreateClient(null);
        for (int i = 0; i < 100; i++)
            await SendAsync(http, i);
        string[] series = await SeriesAsync(http, 100);
        Assert.DoesNotContain(series, s => s.Contains(Mark, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(series, s => s.StartsWith("http_requests_received_total", StringComparison.Ordinal));
        var methods = series.SelectMany(s => MethodLabel().Matches(s)).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Contains("GET", methods);
        Assert.Subset(Methods, methods);
    }

    [Fact]
    public async Task What_is_no_method_is_refused_in_words()
    {
        using var http = host.CreateClient();
        foreach (string method in (string[])["BREW", "Brew", "GETS"])
        {
            using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/v1/traces"), Ct);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, method), (answer.StatusCode, method));
            Assert.Contains("method_not_allowed", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    private static async Task SendAsync(HttpClient http, int i)
    {
        string invented = $"{Mark}{i}";
        string route = $"/api/v1/traces/{invented}?{invented}=1";
        (string, string)[] requests = [(invented, "/health/live"), ("GET", $"/{invented}"), ("GET", route)];
        foreach (var (method, path) in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Host = $"{invented}.example.test";
            request.Headers.TryAddWithoutValidation("User-Agent", invented);
            using var answer = await http.SendAsync(request, Ct);
        }
    }

    /// <summary>Names with labels; collected once a second, so asked for until what was sent is in it.</summary>
    private static async Task<string[]> SeriesAsync(HttpClient http, int unknownPaths)
    {
        const string unknown = "http_requests_received_total{code=\"404\",method=\"GET\",controller=\"\",action=\"\",endpoint=\"\"} ";
        string[] lines = [];
        await Eventually.Async(async () =>
        {
            lines = (await http.GetStringAsync("/metrics", Ct)).Split('\n');
            string? counted = lines.SingleOrDefault(line => line.StartsWith(unknown, StringComparison.Ordinal));
            return counted is not null && int.Parse(counted[unknown.Length..], CultureInfo.InvariantCulture) >= unknownPaths;
        });
        return [.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.LastIndexOf(' ')])];
    }

    [GeneratedRegex("method=\"([^\"]*)\"")]
    private static partial Regex MethodLabel();
}
