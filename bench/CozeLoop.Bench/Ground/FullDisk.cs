using System.Net.Http.Json;
using CozeLoop.Contracts;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Bench.Ground;

/// <summary>The disk fills under load, stays full for a while, and is given room again.</summary>
internal static class FullDisk
{
    private const int Senders = 4,
        Warm = 200,
        FullAnswers = 200;

    public static async Task RunAsync(GroundRun run)
    {
        var (mounted, missing) = await SmallDisk.MountAsync("200m", run.Ending);
        if (mounted is null)
        {
            run.Results.Skipped("ground_disk", missing!);
            return;
        }
        await using var disk = mounted;
        await using var product = await run.StartAsync(new Dictionary<string, string> { ["COZELOOP_DATA"] = disk.Folder });
        using var http = product.CreateClient();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Ending);
        var load = new SpanLoad(http);
        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => load.RunAsync(stop.Token)));
        await Eventually.Async(() => load.Acknowledged.Count >= Warm);

        disk.Fill();
        await Eventually.Async(() => load.Refused >= FullAnswers);
        using (var ready = await http.GetAsync("/health/ready", run.Ending))
        {
            run.Results.AtLeast("ground_disk_ready_while_full", (int)ready.StatusCode, "status", 503);
        }

        int before = load.Acknowledged.Count;
        long emptied = TimeProvider.System.GetTimestamp();
        disk.Empty();
        await Eventually.Async(() => load.Acknowledged.Count > before);
        run.Results.AtMost("ground_disk_recovered_after", TimeProvider.System.GetElapsedTime(emptied).TotalSeconds, "s", 15);
        await Eventually.Async(() => load.Acknowledged.Count >= before + Warm);
        await stop.CancelAsync();
        await sending;
        await PrintAsync(run, load, http);
    }

    private static async Task PrintAsync(GroundRun run, SpanLoad load, HttpClient http)
    {
        await ProductQueues.StoredAsync(http, run.Ending);
        var stored = await SpanLoad.StoredAsync(http, run.Ending);
        var owner = await OwnerSession.OfAsync(http.BaseAddress!, run.Ending);
        var queues = await owner.GetFromJsonAsync<IReadOnlyList<QueueStatus>>("/api/v1/queues", Json.Api, run.Ending);
        int lost = load.Acknowledged.Except(stored).Count();
        run.Results.AtMost("ground_disk_lost", lost, $"of {load.Acknowledged.Count} acknowledged traces", 0);
        run.Results.AtMost("ground_disk_dead", queues!.Sum(q => q.DeadLetters), "dead letters", 0);
        run.Results.AtMost("ground_disk_untold", load.Faults.Count, $"of {load.Refused} refusals without 503 and Retry-After", 0);
    }
}
