using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.EndToEnd.Loop;

internal static class Replays
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The replay when it has ended, whichever way, or stands in one of the states given.</summary>
    public static async Task<Replay> EndedAsync(HttpClient http, string id, CancellationToken ct, params string[] orState)
    {
        var replays = new ReplaysClient(http);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        while (true)
        {
            var replay = await replays.FindAsync(id, limit.Token) ?? throw new InvalidOperationException($"The replay {id} is gone.");
            if (replay.State is "finished" or "failed" or "cancelled" || orState.Contains(replay.State)) return replay;
            await Task.Delay(100, limit.Token);
        }
    }
}
