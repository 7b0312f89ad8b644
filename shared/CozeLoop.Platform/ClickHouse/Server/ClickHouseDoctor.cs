using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>What <c>cozeloop doctor</c> looks at in a ClickHouse server: address, credentials, version, rights, and on a cluster that the
/// tables are replicated.</summary>
public static class ClickHouseDoctor
{
    private static readonly string[] Rights = ["SELECT", "INSERT", "CREATE TABLE", "CREATE VIEW", "ALTER TABLE", "ALTER DELETE"];

    /// <param name="connectionString"><c>ConnectionStrings:ClickHouse</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public static async Task<IReadOnlyList<ClickHouseFinding>> CheckAsync(string connectionString, CancellationToken ct)
    {
        var options = ServerOptions.Parse(connectionString);
        using var calls = new ServerCalls(options, TimeProvider.System);
        var server = new ServerStart(calls, TimeProvider.System, NullLogger.Instance);
        try
        {
            string version = await server.VersionAsync(ct);
            if (!ServerStart.IsNewEnough(version))
                return [new ClickHouseFinding(options.Address.Authority, ClickHouseFault.TooOld, $"{version} < {ServerStart.Lowest}")];
            return
            [
                new ClickHouseFinding(options.Address.Authority, ClickHouseFault.None, version),
                await RightsAsync(server, options, ct),
                .. await TablesAsync(server, options, ct),
            ];
        }
        catch (Exception e) when (e is StoreUnavailableException or ClickHouseException)
        {
            return [new ClickHouseFinding(options.Address.Authority, ClickHouseFault.Unusable, e.Message)];
        }
    }

    private static async Task<ClickHouseFinding> RightsAsync(ServerStart server, ServerOptions options, CancellationToken ct)
    {
        var needed = Rights.Select(right => $"{right} ON {options.Database}.*").ToList();
        if (!await server.HasDatabaseAsync(ct))
            needed.Add($"CREATE DATABASE ON {options.Database}.*");
        if (options.Cluster is not null)
            needed.Add("CLUSTER ON *.*");
        var missing = new List<string>();
        foreach (string grant in needed)
        {
            if (await server.AskAsync($"CHECK GRANT {grant}", ct) != "1")
                missing.Add(grant);
        }
        return new ClickHouseFinding(
            $"{options.Username}@{options.Database}",
            missing.Count == 0 ? ClickHouseFault.None : ClickHouseFault.RightsMissing,
            string.Join(", ", missing)
        );
    }

    /// <summary>Tables that were made before the setting named a cluster stay where they are.</summary>
    private static async Task<IEnumerable<ClickHouseFinding>> TablesAsync(ServerStart server, ServerOptions options, CancellationToken ct)
    {
        if (options.Cluster is null)
            return [];
        string single = await server.AskAsync(
            $"SELECT arrayStringConcat(groupArray(name), ', ') FROM system.tables WHERE database = "
                + $"'{options.Database}' AND engine LIKE '%MergeTree' AND engine NOT LIKE 'Replicated%'",
            ct
        );
        return
        [
            new ClickHouseFinding(
                $"{options.Cluster} {options.Database}",
                single.Length == 0 ? ClickHouseFault.None : ClickHouseFault.NotReplicated,
                single
            ),
        ];
    }
}

/// <param name="Subject">The server, or a user or database of it.</param>
/// <param name="Detail">What was found.</param>
public sealed record ClickHouseFinding(string Subject, ClickHouseFault Fault, string Detail);

public enum ClickHouseFault
{
    None,

    /// <summary>Nobody answers, or refuses; the detail says which.</summary>
    Unusable,
    TooOld,
    RightsMissing,

    /// <summary>Tables that only one replica of the cluster has.</summary>
    NotReplicated,
}
