using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// Says what the engine keeps to itself: parts that it could not read at its start or afterwards are put aside, and their rows are missing
/// from every answer as if they had never been.
/// </summary>
internal sealed class PartsWatch(ClickHouseStore store, StoreStates states, TimeProvider time, ILogger<PartsWatch> logger)
    : BackgroundService
{
    private const string Store = "clickhouse parts";
    private const int Named = 3;

    // Put aside by people, or after a replica had better ones, they have other reasons.
    private const string Broken = """
        SELECT concat(database, '.', table) AS place, path FROM system.detached_parts
        WHERE startsWith(reason, 'broken') ORDER BY path LIMIT 1000
        """;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private string? _said;

    private sealed record Part(string Place, string Path);

    internal async Task LookAsync(CancellationToken ct)
    {
        string? trouble = Trouble(await store.QueryAsync<Part>(Broken, ct: ct));
        if (trouble is not null && trouble != _said)
            logger.LogError("{Trouble}", trouble);
        _said = trouble;
        states.Report(Store, trouble);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await TryLookAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stoppingToken.IsCancellationRequested)
        {
            // A host that is disposed without a stop takes any exception for a fault.
            return;
        }
    }

    private async Task TryLookAsync(CancellationToken ct)
    {
        try
        {
            await LookAsync(ct);
        }
        catch (Exception e) when (e is StoreUnavailableException or ClickHouseException)
        {
            // Whoever watches the store itself says that it is away.
            logger.LogDebug(e, "The trace store's parts cannot be looked at");
        }
    }

    private static string? Trouble(IReadOnlyList<Part> parts) =>
        parts.Count == 0
            ? null
            : $"{parts.Count} corrupt parts were put aside, and their rows may be missing: "
                + string.Join(", ", parts.Take(Named).Select(p => $"{p.Place} {p.Path}"))
                + (parts.Count > Named ? ", …" : "")
                + ". Put them back from a backup, or delete these folders to accept the loss.";
}
