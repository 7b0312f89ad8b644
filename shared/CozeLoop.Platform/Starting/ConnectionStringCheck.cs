using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Redis;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Relational.MySql;
using CozeLoop.Platform.RocketMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Starting;

/// <summary>Reads every connection string that is set, so that one start names all that cannot be read.</summary>
internal static class ConnectionStringCheck
{
    private static readonly (string Name, Action<string> Read)[] Stores =
    [
        ("RocketMq", text => RocketMqOptions.Parse(text)),
        ("Blobs", text => S3Options.Parse(text)),
        ("Redis", text => RedisOptions.Parse(text)),
        (ServerOptions.Name, text => ServerOptions.Parse(text)),
        (RelationalStores.Setting, text => _ = new MySqlServer(text, NullLoggerFactory.Instance)),
    ];

    /// <summary>A line for each.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration) =>
        Stores.Select(store => Fault(store, configuration)).OfType<string>();

    private static string? Fault((string Name, Action<string> Read) store, IConfiguration configuration)
    {
        if (configuration.GetConnectionString(store.Name) is not { Length: > 0 } text)
            return null;
        try
        {
            store.Read(text);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return StartFaults.OneLine(e.Message);
        }
    }
}
