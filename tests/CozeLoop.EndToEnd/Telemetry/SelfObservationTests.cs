using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Split;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Telemetry;

/// <summary>What the product tells of itself, in a real Jaeger.</summary>
public sealed class SelfObservationTests(EmbeddedClickHouse engine)
{
    [Fact]
    public async Task A_request_is_one_trace_from_HTTP_over_the_broker_to_the_store()
    {
        Assert.SkipWhen(JaegerServer.Missing is not null, JaegerServer.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var jaeger = await JaegerServer.StartAsync();
        await using var product = await RunningProduct.StartAsync(jaeger.Settings, ct: ct);
        using var http = product.CreateClient();

        var spans = await SentAsync(http, jaeger, ct);
        string[] hops = ["POST /v1/traces", "send cozeloop-spans", "process cozeloop-spans", "insert spans"];
        var (request, sent, processed, stored) = (Named(hops[0]), Named(hops[1]), Named(hops[2]), Named(hops[3]));
        Assert.All(spans, s => Assert.Equal("cozeloop", s.Service));
        Assert.Equal((request.Id, sent.Id, processed.Id), (sent.ParentId, processed.ParentId, stored.ParentId));

        JaegerServer.Span Named(string name) => Assert.Single(spans, s => s.Name == name);
    }

    [Fact]
    public async Task Over_services_a_request_is_one_trace_of_them_all()
    {
        string? missing = JaegerServer.Missing ?? SplitProduct.Missing ?? engine.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var jaeger = await JaegerServer.StartAsync();
        await using var servers = await RealServers.StartAsync(engine.Path);
        await using var product = await SplitProduct.StartAsync(servers.NewInstallation().Concat(jaeger.Settings).ToDictionary(), ct: ct);
        using var http = product.CreateClient();

        // Over RocketMQ to the span writer, and to the audit log of another service.
        Assert.All(
            await SentAsync(http, jaeger, ct),
            s => Assert.Contains(s.Service, (string[])["cozeloop-tracing", "cozeloop-workspaces"])
        );
        string trace = ActivityTraceId.CreateRandom().ToHexString();
        await new PromptsClient(Traced(http, trace)).CreateAsync(new CreatePrompt("told", null), ct);
        var spans = await FoundAsync(jaeger, trace, s => s.Name == "process cozeloop-audit", ct);
        Assert.Equal(["cozeloop-prompts", "cozeloop-workspaces"], spans.Select(s => s.Service).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(spans, s => s.Name == "write prompts");
        Assert.Contains(spans, s => s.Name == "write workspaces");
    }

    [Fact]
    public async Task Its_own_telemetry_does_not_come_back_into_it()
    {
        var ct = TestContext.Current.CancellationToken;
        int port = FreePort.Next();
        var itself = new Dictionary<string, string>
        {
            ["COZELOOP_OTLP_HTTP_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/v1/traces"),
            ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"Authorization=Bearer {RunningProduct.SecretKey}",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };
        await using var product = await RunningProduct.StartAsync(itself, ct: ct);
        using var http = product.CreateClient();
        (await http.GetAsync("/api/v1/prompts", ct)).Dispose();
        await Eventually.Async(() => product.Output.Contains("names this installation itself", StringComparison.Ordinal));
        (await http.GetAsync("/api/v1/prompts", ct)).Dispose();
        await Queues.DrainedAsync(http, ct);
        Assert.Empty((await new TracingClient(http).ListTracesAsync(ct: ct)).Items);
    }

    /// <summary>The trace of a request that sends a span, when the span is stored.</summary>
    private static async Task<IReadOnlyList<JaegerServer.Span>> SentAsync(HttpClient http, JaegerServer jaeger, CancellationToken ct)
    {
        string trace = ActivityTraceId.CreateRandom().ToHexString();
        using var body = new ByteArrayContent(Request()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var answer = await Traced(http, trace).PostAsync("/v1/traces", body, ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await FoundAsync(jaeger, trace, s => s.Name == "process cozeloop-spans", ct);
    }

    private static async Task<IReadOnlyList<JaegerServer.Span>> FoundAsync(
        JaegerServer jaeger,
        string trace,
        Func<JaegerServer.Span, bool> last,
        CancellationToken ct
    )
    {
        IReadOnlyList<JaegerServer.Span> spans = [];
        await Eventually.Async(async () => (spans = await jaeger.TraceAsync(trace, ct)).Any(last));
        return spans;
    }

    private static HttpClient Traced(HttpClient http, string trace)
    {
        http.DefaultRequestHeaders.Remove("traceparent");
        http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        return http;
    }

    private static byte[] Request()
    {
        long at = TimeProvider.System.UnixNano();
        return new OtlpSpanWriter(new Dictionary<string, object?>(), "test")
            .Add(new OtlpSpan(Ids.TraceId("observed"), Ids.SpanId("observed"), null, "chat", at, at + 1_000_000))
            .ToArray();
    }
}
