using System.Net.Http.Json;
using System.Text.Json;
using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>What the parts ask of the running product.</summary>
internal static class Product
{
    /// <summary>Waits until the queue of spans is empty: a message leaves it when its rows are stored and can be read.</summary>
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
            .Where(q => q.GetProperty("topic").GetString() == "cozeloop-spans")
            .Sum(q => q.GetProperty("waiting").GetInt64() + q.GetProperty("inFlight").GetInt64());
    }

    public static Uri Traces(RunningProduct product) => new(product.Address, "/v1/traces");
}
