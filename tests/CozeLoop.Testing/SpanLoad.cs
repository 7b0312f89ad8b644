using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Testing;

/// <summary>Sends one trace after another, and keeps what became of each.</summary>
public sealed class SpanLoad(HttpClient http)
{
    private const int PageSize = 200,
        PayloadBytes = 20_000;

    // In base64 more than a span's row holds: such a text goes into a blob.
    private const int LongBytes = 200_000,
        LongEvery = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private int _sent,
        _refused;

    /// <summary>Trace ids that were answered 200.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>Answers that were neither 200 nor a 503 that says when to come again, in the protocol's own form.</summary>
    public ConcurrentBag<string> Faults { get; } = [];

    public int Refused => Volatile.Read(ref _refused);

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            int number = Interlocked.Increment(ref _sent);
            string trace = Ids.TraceId($"disk {number}");
            using var body = new ByteArrayContent(Batch(trace, number % LongEvery == 0 ? LongBytes : PayloadBytes))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") },
            };
            // Not cancelled: what was sent may be acknowledged, and then it counts.
            using var answer = await http.PostAsync("/v1/traces", body, CancellationToken.None);
            if (answer.IsSuccessStatusCode)
                Acknowledged.Add(trace);
            else
                await RefusedAsync(answer);
        }
    }

    /// <summary>The ids of all traces of the last hour.</summary>
    public static async Task<HashSet<string>> StoredAsync(HttpClient http, CancellationToken ct)
    {
        var (tracing, now, all) = (new TracingClient(http), TimeProvider.System.GetUtcNow(), new HashSet<string>());
        string? cursor = null;
        do
        {
            var page = await tracing.ListTracesAsync(from: now.AddHours(-1), to: now, limit: PageSize, cursor: cursor, ct: ct);
            all.UnionWith(page.Items.Select(t => t.TraceId));
            cursor = page.NextCursor;
        } while (cursor is not null);
        return all;
    }

    private async Task RefusedAsync(HttpResponseMessage answer)
    {
        bool told =
            answer.StatusCode == HttpStatusCode.ServiceUnavailable
            && answer.Headers.RetryAfter is not null
            && answer.Content.Headers.ContentType?.MediaType == "application/x-protobuf";
        if (!told)
            Faults.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Interlocked.Increment(ref _refused);
        await Task.Delay(Pause, TimeProvider.System);
    }

    private static byte[] Batch(string traceId, int bytes)
    {
        long at = TimeProvider.System.UnixNano();
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "shop" }, "test");
        // Random, or the engine would press it to nothing.
        byte[] payload = new byte[bytes];
        new Random(traceId.GetHashCode(StringComparison.Ordinal)).NextBytes(payload);
        var attributes = new Dictionary<string, object?> { ["input.value"] = Convert.ToBase64String(payload) };
        writer.Add(new OtlpSpan(traceId, Ids.SpanId(traceId, "root"), null, "step", at, at + 1_000_000) { Attributes = attributes });
        return writer.ToArray();
    }
}
