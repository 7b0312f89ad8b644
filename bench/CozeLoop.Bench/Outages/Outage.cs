using CozeLoop.Testing.Servers;

namespace CozeLoop.Bench.Outages;

/// <summary>One server that goes away and comes back on the same data and port.</summary>
/// <param name="StopAsync">As a crash would, where it is a process.</param>
/// <param name="IsBroker">Ingest needs it: what is sent meanwhile may be refused.</param>
internal sealed record Outage(string Name, TimeSpan Length, Func<Task> StopAsync, Func<Task> ReturnAsync, bool IsBroker = false)
{
    public const string ClickHouse = "clickhouse_stand_in";

    public static readonly string[] Names = ["mariadb", "redis", "minio", "rocketmq", ClickHouse];

    public static IReadOnlyList<Outage> Of(RealServers servers, Options options)
    {
        var (usual, clickHouse) = (TimeSpan.FromSeconds(options.OutageSeconds), TimeSpan.FromSeconds(options.ClickHouseOutageSeconds));
        return
        [
            new(Names[0], usual, servers.MariaDb.KillAsync, servers.MariaDb.RestartAsync),
            new(Names[1], usual, servers.Redis.KillAsync, servers.Redis.RestartAsync),
            new(Names[2], usual, servers.Minio.KillAsync, servers.Minio.RestartAsync),
            new(Names[3], usual, servers.RocketMq.KillAsync, servers.RocketMq.RestartAsync, IsBroker: true),
            new(ClickHouse, clickHouse, servers.ClickHouse.GoDownAsync, servers.ClickHouse.ComeBackAsync),
        ];
    }
}
