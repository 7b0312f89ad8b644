using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>What <c>cozeloop doctor</c> looks at in a MySQL or MariaDB server.</summary>
public static class MySqlDoctor
{
    // MariaDB calls the binary log's setting the same; a server without that log has nothing to sync.
    private const string Settings =
        "SELECT CAST(@@innodb_flush_log_at_trx_commit AS CHAR) AS Flush, @@log_bin AS Logs, CAST(@@sync_binlog AS CHAR) "
        + "AS SyncLog, CAST(@@read_only AS CHAR) AS ReadOnly, @@max_allowed_packet AS Packet, @@max_connections AS Connections";

    /// <summary>Whether the server can be used, and which of its settings may lose what was acknowledged.</summary>
    /// <param name="connectionString"><c>ConnectionStrings:MySql</c>.</param>
    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public static async Task<IReadOnlyList<MySqlFinding>> CheckAsync(string connectionString, CancellationToken ct)
    {
        var server = new MySqlServer(connectionString, NullLoggerFactory.Instance);
        try
        {
            await using var connection = await server.OpenAloneAsync(ct);
            var version = MySqlVersion.Parse((await connection.ExecuteScalarAsync<string>("SELECT VERSION()"))!);
            if (!version.IsEnough)
                return [new MySqlFinding("MySQL", MySqlFault.TooOld, $"{version}, {version.Lowest}")];
            return
            [
                new MySqlFinding("MySQL", MySqlFault.None, version.ToString()),
                .. Check(await connection.QuerySingleAsync<Values>(Settings), server.PoolSize),
            ];
        }
        catch (MySqlException e)
        {
            return [new MySqlFinding("MySQL", MySqlFault.Unreachable, $"{server.Name}: {e.Message}")];
        }
    }

    private static IEnumerable<MySqlFinding> Check(Values values, uint pool)
    {
        MySqlFinding Of(string setting, MySqlFault fault, bool isWrong, object value) =>
            new($"MySQL {setting}", isWrong ? fault : MySqlFault.None, string.Create(CultureInfo.InvariantCulture, $"{value}"));
        // Of each service's database, for writes and for reads.
        uint needed = pool * 3 / 2 * 6;
        return
        [
            Of("innodb_flush_log_at_trx_commit", MySqlFault.NotFlushed, values.Flush != "1", values.Flush),
            Of("sync_binlog", MySqlFault.NotFlushed, values.Logs != 0 && values.SyncLog != "1", values.SyncLog),
            Of("read_only", MySqlFault.ReadOnly, values.ReadOnly is not ("0" or "OFF"), values.ReadOnly),
            Of("max_allowed_packet", MySqlFault.SmallPacket, values.Packet < MySqlServer.LeastPacket, values.Packet),
            Of(
                "max_connections",
                MySqlFault.FewConnections,
                values.Connections < needed,
                values.Connections < needed ? $"{values.Connections}, {needed}" : values.Connections
            ),
        ];
    }

    private sealed class Values
    {
        public string Flush { get; init; } = "";
        public long Logs { get; init; }
        public string SyncLog { get; init; } = "";
        public string ReadOnly { get; init; } = "";
        public long Packet { get; init; }
        public long Connections { get; init; }
    }
}

/// <param name="Subject">The server, or a setting of it.</param>
/// <param name="Detail">What was found; for <see cref="MySqlFault.TooOld"/> and <see cref="MySqlFault.FewConnections"/> what it is and what
/// is needed.</param>
public sealed record MySqlFinding(string Subject, MySqlFault Fault, string Detail);

public enum MySqlFault
{
    None,

    /// <summary>Nobody answers, or refuses.</summary>
    Unreachable,
    TooOld,

    /// <summary>What was acknowledged last is on no disk yet.</summary>
    NotFlushed,
    ReadOnly,

    /// <summary>Large documents would break the connection.</summary>
    SmallPacket,

    /// <summary>Fewer than all services of one host may open.</summary>
    FewConnections,
}
