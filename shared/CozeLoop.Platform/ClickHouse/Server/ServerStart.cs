using System.Text;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>What must be true before tables are made: the server answers, is new enough and has the database.</summary>
internal sealed class ServerStart(ServerCalls calls, TimeProvider time, ILogger log)
{
    /// <summary>Tests run against 26.7; older ones than this lack settings and statements that are used.</summary>
    public static readonly Version Lowest = new(25, 8);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1),
        Limit = TimeSpan.FromSeconds(10);

    /// <summary>Waits a minute for a server that starts together with this process.</summary>
    /// <exception cref="StoreUnavailableException">It did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">It is too old.</exception>
    public async Task WaitAsync(CancellationToken ct)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await LookAsync(ct);
                return;
            }
            catch (StoreUnavailableException e) when (time.GetElapsedTime(started) < Patience)
            {
                log.LogWarning("{Why} It is tried again", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            }
        }
    }

    public async Task<string> VersionAsync(CancellationToken ct) => await AskAsync("SELECT version()", ct);

    public static bool IsNewEnough(string version) => Version.TryParse(version, out var parsed) && parsed >= Lowest;

    public async Task<bool> HasDatabaseAsync(CancellationToken ct) =>
        await AskAsync($"SELECT count() FROM system.databases WHERE name = '{calls.Options.Database}'", ct) == "1";

    /// <summary>The one value of a statement, read outside the configured database, which may not be there.</summary>
    public async Task<string> AskAsync(string sql, CancellationToken ct) =>
        Encoding
            .UTF8.GetString(
                await calls.RunAsync(
                    sql,
                    ClickHouseParameters.None,
                    new ServerCall(Guid.CreateVersion7().ToString("n"), [], Limit, "TabSeparated", "system"),
                    ct
                )
            )
            .Trim();

    private async Task LookAsync(CancellationToken ct)
    {
        string version = await VersionAsync(ct);
        if (!IsNewEnough(version))
            throw new InvalidOperationException($"{calls.Options.Display} is version {version}; at least {Lowest} is needed.");
        if (await HasDatabaseAsync(ct))
            return;
        string everywhere = calls.Options.Cluster is { } cluster ? $" ON CLUSTER '{cluster}'" : "";
        await AskAsync($"CREATE DATABASE IF NOT EXISTS `{calls.Options.Database}`{everywhere}", ct);
    }
}
