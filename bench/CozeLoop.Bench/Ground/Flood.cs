using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;

namespace CozeLoop.Bench.Ground;

/// <summary>
/// 200 logins at once, three times, by people nobody knows, each from a place of its own as behind a proxy, so that only what holds for all
/// of them stops them. Beside them an exporter sends small batches one after the other, and a probe asks whether the process lives.
/// </summary>
internal static class Flood
{
    private const int Logins = 200,
        Waves = 3,
        QuietRequests = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(GroundRun run)
    {
        await using var product = await run.StartAsync(new Dictionary<string, string> { ["COZELOOP_PROXY_HOPS"] = "1" });
        using var http = product.CreateClient();
        var quiet = new Samples();
        for (int i = 0; i < QuietRequests; i++)
            await quiet.TimeAsync(() => IngestAsync(http, run.Ending));

        Samples ingest = new(),
            live = new();
        int refused = 0;
        double rise = await GroundRun.MemoryRiseAsync(
            product.ProcessId,
            async () =>
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
                var exporter = BesideAsync(ingest, () => IngestAsync(http, run.Ending), over.Token);
                var probe = BesideAsync(live, () => LiveAsync(http, run.Ending), over.Token);
                for (int wave = 0; wave < Waves; wave++)
                    refused += await WaveAsync(product, wave, run.Ending);
                await over.CancelAsync();
                await Task.WhenAll(exporter, probe);
            }
        );

        run.Results.Plain("ground_flood_refused", refused, $"of {Logins * Waves} logins, with 429 or 503");
        run.Results.Plain("ground_flood_quiet_ingest_p99", quiet.Percentile(0.99), "ms without logins");
        run.Results.AtMost("ground_flood_ingest_p99", ingest.Percentile(0.99), "ms", 1000);
        run.Results.AtMost("ground_flood_live_max", live.Percentile(1), "ms", 1000);
        run.Results.AtMost("ground_flood_memory_rise", rise, "MB", 150);
    }

    private static async Task BesideAsync(Samples samples, Func<Task<bool>> ask, CancellationToken over)
    {
        do
        {
            await samples.TimeAsync(ask);
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        } while (!over.IsCancellationRequested);
    }

    /// <returns>How many were told to come again; the others were told that nobody has that password.</returns>
    private static async Task<int> WaveAsync(RunningProduct product, int wave, CancellationToken ct)
    {
        using var http = TestHttp.Create(product.Address);
        bool[] refused = await Task.WhenAll(
            Enumerable
                .Range(0, Logins)
                .Select(async i =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/login");
                    request.Content = JsonContent.Create(new { email = $"guess{wave}-{i}@example.test", password = "guess" });
                    request.Headers.Add("X-Forwarded-For", $"198.18.{wave}.{i}");
                    using var answer = await http.SendAsync(request, ct);
                    return (int)answer.StatusCode switch
                    {
                        401 => false,
                        429 or 503 => true,
                        var other => throw new InvalidOperationException($"A login was answered {other}."),
                    };
                })
        );
        return refused.Count(r => r);
    }

    private static async Task<bool> IngestAsync(HttpClient http, CancellationToken ct)
    {
        long now = TimeProvider.System.UnixNano();
        var span = new OtlpSpan(Hex(OtlpIds.TraceLength), Hex(OtlpIds.SpanLength), null, "beside", now, now + 1_000_000);
        var resource = new Dictionary<string, object?> { ["service.name"] = "bench" };
        using var body = new ByteArrayContent(new OtlpSpanWriter(resource, "bench").Add(span).ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        return answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    private static async Task<bool> LiveAsync(HttpClient http, CancellationToken ct)
    {
        using var answer = await http.GetAsync("/health/live", ct);
        return answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    private static string Hex(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}
