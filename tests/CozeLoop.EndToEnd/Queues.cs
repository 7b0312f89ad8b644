using System.Net.Http.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;

namespace CozeLoop.EndToEnd;

/// <summary>What the queues still hold, as the product says it.</summary>
internal static class Queues
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits until no message waits or is handled: everything durable has had its effect.</summary>
    public static async Task DrainedAsync(HttpClient http, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        while (true)
        {
            var queues = await AllAsync(http, limit.Token);
            if (queues.Sum(q => q.Waiting + q.InFlight) == 0)
                return;
            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>Of the whole installation: the first key may not see them, its owner may.</summary>
    public static async Task<IReadOnlyList<QueueStatus>> AllAsync(HttpClient http, CancellationToken ct)
    {
        var owner = await OwnerSession.OfAsync(http.BaseAddress!, ct);
        return (await owner.GetFromJsonAsync<IReadOnlyList<QueueStatus>>("/api/v1/queues", Json.Api, ct))!;
    }
}
