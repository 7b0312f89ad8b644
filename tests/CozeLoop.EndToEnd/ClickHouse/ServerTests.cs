using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.ClickHouse;

/// <summary>The whole product over ClickHouse's HTTP interface. Behind it is a stand-in on libchdb, in this process.</summary>
public sealed class ServerTests(EmbeddedClickHouse engine)
{
    [Fact]
    public async Task Spans_go_to_the_server_and_wait_while_it_is_away()
    {
        Assert.SkipWhen(engine.Missing is not null, engine.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var front = await ChdbHttpFront.StartAsync(engine.Path);
        var setting = new Dictionary<string, string> { ["ConnectionStrings__ClickHouse"] = front.ConnectionString("traces") };
        await using var product = await RunningProduct.StartAsync(setting, ct: ct);
        using var http = product.CreateClient();
        var traces = new TracingClient(http);
        string first = await PostAsync(http, "first", ct);
        await Queues.DrainedAsync(http, ct);
        Assert.Equal("What is 2 + 2? 文\n\nSELECT 1;", (await traces.FindTraceAsync(first, ct))!.Spans.Single().Messages[^1].Content);
        Assert.False(Directory.Exists(Path.Combine(product.DataFolder, "clickhouse")));
        await Eventually.Async(async () => (await HealthAsync(http, ct)).State == "ok");

        await front.GoDownAsync();
        string second = await PostAsync(http, "second", ct);
        using (var refused = await http.GetAsync($"/api/v1/traces/{first}", ct))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await Eventually.Async(async () =>
            Names(await HealthAsync(http, ct), "clickhouse", front.Authority)
            && Names(await HealthAsync(http, ct), "span-writer", front.Authority)
        );
        using (var ready = await http.GetAsync("/health/ready", ct))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        await front.ComeBackAsync();
        await Queues.DrainedAsync(http, ct);
        var listed = (await traces.ListTracesAsync(ct: ct)).Items.Select(t => t.TraceId);
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await Queues.AllAsync(http, ct), q => q.DeadLetters > 0);
    }

    private static async Task<Health> HealthAsync(HttpClient http, CancellationToken ct)
    {
        using var answer = await http.GetAsync("/health/ready", ct);
        return JsonSerializer.Deserialize<Health>(await answer.Content.ReadAsStringAsync(ct), Json.Api)!;
    }

    private static bool Names(Health health, string part, string why) =>
        health.Parts.Any(p => p.Name.Contains(part, StringComparison.Ordinal) && p.Why?.Contains(why, StringComparison.Ordinal) == true);

    private static async Task<string> PostAsync(HttpClient http, string name, CancellationToken ct)
    {
        long at = TimeProvider.System.UnixNano();
        string traceId = Ids.TraceId(name);
        var attributes = new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.input.messages"] = JsonSerializer.Serialize(
                new[] { new { role = "user", content = "What is 2 + 2? 文\n\nSELECT 1;" } },
                Json.Compact
            ),
        };
        byte[] request = new OtlpSpanWriter(new Dictionary<string, object?>(), "test")
            .Add(new OtlpSpan(traceId, Ids.SpanId(name), null, "chat", at, at + 1_000_000) { Attributes = attributes })
            .ToArray();
        using var body = new ByteArrayContent(request) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
        return traceId;
    }

    private sealed record Health(string State, IReadOnlyList<HealthPart> Parts);

    private sealed record HealthPart(string Name, string State, string? Why);
}
