using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Bench.Outages;

/// <summary>
/// A client beside the load: a small trace ten times a second, whatever became of the one before, with the patience of OpenTelemetry's
/// exporters. It tells how many requests were answered, and how late. Every fiftieth carries a text that is kept as a blob.
/// </summary>
internal sealed class Probes : IAsyncDisposable
{
    public const string Name = "probe";
    public const int LongText = 300_000;
    private const int LongOnesEvery = 50;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100),
        Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly ConcurrentBag<Probe> _sent = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _sending;

    private Probes(HttpClient http)
    {
        _http = http;
        _sending = SendAllAsync();
    }

    public static Probes Start(HttpClient http) => new(http);

    /// <summary>Those that have an outcome, in no order.</summary>
    public IReadOnlyList<Probe> Done => [.. _sent];

    /// <summary>Sends no more, and waits for the last outcome.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task SendAllAsync()
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        var running = new List<Task>();
        for (int number = 0; !_stopping.IsCancellationRequested; number++)
        {
            running.RemoveAll(r => r.IsCompletedSuccessfully);
            running.Add(SendAsync(number % LongOnesEvery == 0));
            await ((Task)timer.WaitForNextTickAsync(_stopping.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running);
    }

    private async Task SendAsync(bool isLong)
    {
        string trace = Hex(OtlpIds.TraceLength);
        long sent = TimeProvider.System.GetTimestamp();
        bool acknowledged = await PostAsync(trace, isLong);
        _sent.Add(new Probe(trace, sent, TimeProvider.System.GetElapsedTime(sent), acknowledged, isLong));
    }

    private async Task<bool> PostAsync(string trace, bool isLong)
    {
        using var body = new ByteArrayContent(Body(trace, isLong))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") },
        };
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            using var answer = await _http.PostAsync("/v1/traces", body, patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>As many spans as a trace of the load has.</summary>
    private static byte[] Body(string trace, bool isLong)
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "bench" }, "bench");
        long now = TimeProvider.System.UnixNano();
        for (int i = 0; i < Tools.SpansPerTrace; i++)
        {
            var span = new OtlpSpan(trace, Hex(OtlpIds.SpanLength), null, Name, now, now + 1_000_000);
            writer.Add(isLong && i == 0 ? span with { Attributes = Conversation(trace) } : span);
        }
        return writer.ToArray();
    }

    // The trace's id makes each text another blob.
    private static Dictionary<string, object?> Conversation(string trace) =>
        new()
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.input.messages"] = JsonSerializer.Serialize(new[] { new { role = "user", content = trace.PadRight(LongText, '.') } }),
        };

    private static string Hex(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}

/// <param name="Sent">Timestamp.</param>
/// <param name="Took">Until the answer, or until there was none.</param>
/// <param name="IsLong">Its text is longer than <see cref="Probes.LongText"/>.</param>
internal sealed record Probe(string Trace, long Sent, TimeSpan Took, bool IsAcknowledged, bool IsLong);
