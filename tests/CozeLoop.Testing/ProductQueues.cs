using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Contracts.Messages;

namespace CozeLoop.Testing;

/// <summary>What the queues of a running product still hold.</summary>
public static class ProductQueues
{
    private static readonly string[] OfSpans = [Topics.Spans, Topics.PastSpans];

    /// <summary>Waits until the queues of spans are empty: a message leaves them when its rows are stored and can be read.</summary>
    public static async Task StoredAsync(HttpClient http, CancellationToken ct = default)
    {
        while (await WaitingAsync(http, ct) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct);
    }

    private static async Task<long> WaitingAsync(HttpClient http, CancellationToken ct)
    {
        var owner = await OwnerSession.OfAsync(http.BaseAddress!, ct);
        var queues = await owner.GetFromJsonAsync<JsonElement>("/api/v1/queues", ct);
        return queues
            .EnumerateArray()
            .Where(q => OfSpans.Contains(q.GetProperty("topic").GetString()))
            .Sum(q => q.GetProperty("waiting").GetInt64() + q.GetProperty("inFlight").GetInt64());
    }
}
