using System.Net.Http.Headers;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Shapes;
using CozeLoop.EndToEnd.Studio;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Split;
using CozeLoop.Testing.Stores;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.LiveTail;

/// <summary>Traces are shown while they are recorded: in the studio, and on every replica.</summary>
public sealed class LiveTailTests(EmbeddedClickHouse engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_studio_a_trace_appears_by_itself()
    {
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: Ct);
        using var http = product.CreateClient();
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync(
            "follow",
            async () =>
            {
                await tab.GoAsync("/traces");
                var live = tab.Page.GetByRole(AriaRole.Button, new() { Name = "live" });
                await live.ClickAsync();
                await Expect(live).ToHaveAttributeAsync("aria-pressed", "true");
                await Expect(tab.Page.Locator(".empty")).ToBeVisibleAsync();
            }
        );
        await tab.StepAsync(
            "see it come",
            async () =>
            {
                await SendAsync(http, traces: 1);
                await Expect(tab.Page.Locator("tr[data-row]")).ToHaveCountAsync(1);
                await Expect(tab.Page.Locator("tr[data-row]")).ToContainTextAsync("Where is my booking PL1000?");
                await SendAsync(http, traces: 3);
                await Expect(tab.Page.Locator("tr[data-row]")).ToHaveCountAsync(3);
                await tab.PictureAsync("live");
            }
        );
    }

    /// <summary>Fourteen processes that start cold: <c>make test-all</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Whichever_replica_stores_a_trace_watchers_on_all_of_them_see_it()
    {
        OverServers.SkipWhereMissing(engine);
        await using var servers = await RealServers.StartAsync(engine.Path);
        await using var product = await SplitProduct.StartAsync(servers.NewInstallation(), replicas: 2, Ct);
        using var http = product.CreateClient();
        var watching = product.Processes.Where(p => p.Service == "tracing").Select(FirstTraceAsync).ToList();
        Assert.Equal(2, watching.Count);
        // Sent again until both have seen one: nobody says when a watcher is heard of everywhere.
        await Eventually.Async(
            async () =>
            {
                await SendAsync(http, traces: 1);
                return watching.TrueForAll(w => w.IsCompleted);
            },
            every: TimeSpan.FromSeconds(1)
        );
        Assert.Single((await Task.WhenAll(watching)).Distinct());
    }

    private static async Task<string> FirstTraceAsync(ServiceProcess replica)
    {
        using var http = TestHttp.Create(new Uri($"http://127.0.0.1:{replica.HttpPort}/"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningProduct.SecretKey);
        await foreach (var tail in new TracingClient(http).WatchTracesAsync(ct: Ct))
        {
            if (tail.Items.Count > 0)
                return tail.Items[0].TraceId;
        }
        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task SendAsync(HttpClient http, int traces)
    {
        using var body = new ByteArrayContent(LiveTraffic.Day(traces, TimeProvider.System.GetUtcNow(), seed: 1))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") },
        };
        (await http.PostAsync("/v1/traces", body, Ct)).EnsureSuccessStatusCode();
    }
}
