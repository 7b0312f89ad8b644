using CozeLoop.Contracts;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Finding a trace and reading it: its id may be any text, and whatever shows its spans follows one selection.</summary>
public sealed class TraceReadingTests
{
    private const int Calls = 20_000,
        PerRequest = 5_000;
    private const string Session = "team/alice %2F 会话?#+",
        TraceId = "trip/2026/..",
        LongTrace = "long";
    private const string HexTrace = "0abc000000000000000000000000000e";

    [Fact]
    public async Task A_selected_span_is_scrolled_to_and_an_id_of_any_text_opens()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var browser = await Chromium.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await SendAsync(http, [Call(TraceId, 0, Session), Call(HexTrace, 1, "hex")], ct);
        for (int i = 0; i < Calls; i += PerRequest)
            await SendAsync(http, [.. Enumerable.Range(i, PerRequest).Select(n => Call(LongTrace, n, "long"))], ct);
        await Queues.DrainedAsync(http, ct);
        Assert.NotNull(await new TracingClient(http).FindSessionAsync(Session, ct));
        Assert.NotNull(await new TracingClient(http).FindSpanAsync(TraceId, "span/0", ct));
        await using var tab = await browser.OpenAsync(product.Address);
        await tab.StepAsync("log in", tab.LogInAsync);
        await tab.StepAsync("open a session with slashes", () => OpenSessionAsync(tab));
        await tab.StepAsync("open a trace by its pasted id", () => PasteAsync(tab));
        await tab.StepAsync("read a long trace", () => ReadAsync(tab));
    }

    private static async Task OpenSessionAsync(StudioTab tab)
    {
        await tab.GoAsync("/sessions");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = Session, Exact = true }).ClickAsync();
        await Expect(tab.Page.Locator("h1")).ToHaveTextAsync(Session);
        await tab.Page.Locator("a.turn").ClickAsync();
        await Expect(tab.Page.Locator(".bubble.on")).ToContainTextAsync("answer 0");
        await tab.Page.ReloadAsync();
        await Expect(tab.Page.Locator(".bubble.on")).ToContainTextAsync("answer 0");
    }

    private static async Task PasteAsync(StudioTab tab)
    {
        // In capitals too: some tools show ids so, and it is the same id.
        foreach (var (id, trace) in ((string, string)[])[(TraceId, TraceId), ("span/0", TraceId), (HexTrace.ToUpperInvariant(), HexTrace)])
        {
            await tab.GoAsync("/");
            await tab.Page.Keyboard.PressAsync("Control+k");
            await tab.Page.Locator("#palette input").FillAsync(id);
            await tab.Page.Keyboard.PressAsync("Enter");
            await Expect(tab.Page.Locator(".tag.key[title]").First).ToHaveAttributeAsync("title", trace);
        }
    }

    private static async Task ReadAsync(StudioTab tab)
    {
        await tab.GoAsync($"/traces/{LongTrace}?span={Uri.EscapeDataString($"span/{Calls - 3}")}");
        await SeenAsync(tab, Calls - 3);
        await tab.Page.Keyboard.PressAsync("]");
        await SeenAsync(tab, Calls - 2);
        await tab.Page.Locator(".fall").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Home");
        await SeenAsync(tab, 0);
        await tab.Page.Keyboard.PressAsync("ArrowDown");
        await SeenAsync(tab, 1);
        await tab.PictureAsync("trace-long");
        Assert.InRange(await tab.Page.Locator(".bubble").CountAsync(), 1, 200);
    }

    /// <summary>Transcript, timeline and details show the same call, and it is in view.</summary>
    private static async Task SeenAsync(StudioTab tab, int call)
    {
        await Expect(tab.Page.Locator(".timeline .item.on")).ToContainTextAsync($"call {call}");
        await Expect(tab.Page.Locator(".timeline .item.on")).ToBeInViewportAsync();
        await Expect(tab.Page.Locator(".bubble.on")).ToContainTextAsync($"answer {call}");
        await Expect(tab.Page.Locator(".bubble.on")).ToBeInViewportAsync();
        await Expect(tab.Page.Locator(".details header")).ToContainTextAsync($"call {call}");
    }

    private static async Task SendAsync(HttpClient http, IReadOnlyList<OtlpSpan> spans, CancellationToken ct)
    {
        var request = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "reader" }, "reader");
        foreach (var span in spans)
            request.Add(span);
        using var body = new ByteArrayContent(request.ToArray());
        body.Headers.ContentType = new("application/x-protobuf");
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
    }

    private static OtlpSpan Call(string trace, int n, string session)
    {
        long start = (TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds() + n) * 1_000_000_000;
        return new OtlpSpan(
            Ids.TraceId("reading", trace),
            Ids.SpanId("reading", $"{trace}/{n}"),
            null,
            $"call {n}",
            start,
            start + 500_000_000
        )
        {
            Attributes = new Dictionary<string, object?>
            {
                ["cozeloop.kind"] = "model",
                ["cozeloop.trace_id"] = trace,
                ["cozeloop.span_id"] = $"span/{n}",
                ["session.id"] = session,
                ["input.value"] = $"question {n}",
                ["output.value"] = $"answer {n}",
            },
        };
    }
}
