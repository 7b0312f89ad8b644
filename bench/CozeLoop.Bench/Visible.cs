using System.Net.Http.Headers;
using System.Security.Cryptography;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>From the acknowledgement of a span until its trace can be read, while half of the load that can be stored comes in beside
/// it.</summary>
internal static class Visible
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private const int Seconds = 40;

    /// <param name="storedRate">Spans a second that this run has been seen to store.</param>
    public static async Task RunAsync(Shape shape, Results results, double storedRate)
    {
        await using var product = await shape.StartAsync();
        using var http = product.CreateClient();
        await Tools.BlastAsync(Product.Traces(product), Ingest.WarmUp, RunningProduct.SecretKey);
        await ProductQueues.StoredAsync(http);
        int rate = (int)(storedRate / 2);
        var load = Tools.BlastAsync(Product.Traces(product), rate * Seconds, RunningProduct.SecretKey, rate);
        var samples = new Samples();
        // One at a time: a reader that fell behind would measure itself.
        while (!load.IsCompleted)
            samples.Add(await SeenAsync(http, await SendAsync(http)));
        await load;
        results.Plain("visible_load", rate, "spans/s");
        results.Plain("visible_p50", samples.Percentile(0.5), "ms");
        results.AtMost("visible_p99", samples.Percentile(0.99), "ms", 1000);
    }

    /// <returns>The span's trace and when it was acknowledged.</returns>
    private static async Task<Probe> SendAsync(HttpClient http)
    {
        string trace = Hex(OtlpIds.TraceLength);
        long now = TimeProvider.System.UnixNano();
        var span = new OtlpSpan(trace, Hex(OtlpIds.SpanLength), null, "probe", now, now + 1_000_000);
        using var body = new ByteArrayContent(
            new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "bench" }, "bench").Add(span).ToArray()
        );
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await http.PostAsync("/v1/traces", body);
        answer.EnsureSuccessStatusCode();
        return new Probe(trace, TimeProvider.System.GetTimestamp());
    }

    /// <returns>From its acknowledgement until it could be read.</returns>
    private static async Task<TimeSpan> SeenAsync(HttpClient http, Probe probe)
    {
        while (true)
        {
            using var found = await http.GetAsync($"/api/v1/traces/{probe.Trace}");
            if (found.IsSuccessStatusCode)
                return TimeProvider.System.GetElapsedTime(probe.Accepted);
            await Task.Delay(PollInterval, TimeProvider.System);
        }
    }

    private static string Hex(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);

    private sealed record Probe(string Trace, long Accepted);
}
