using System.Security.Cryptography;

namespace CozeLoop.Testing.Servers;

/// <summary>One of each server that the product can share: RocketMQ, MariaDB, MinIO, Redis, and the ClickHouse stand-in on an engine of
/// this process. Several products can use them, each for itself.</summary>
public sealed class RealServers : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();
    private int _installations;

    private RealServers() { }

    /// <summary>Why they cannot run here; null where they can.</summary>
    public static string? Missing => RocketMqServer.Missing ?? MariaDbServer.Missing ?? MinioServer.Missing ?? RedisServer.Missing;

    public RocketMqServer RocketMq { get; private set; } = null!;
    public MariaDbServer MariaDb { get; private set; } = null!;
    public MinioServer Minio { get; private set; } = null!;
    public RedisServer Redis { get; private set; } = null!;
    public ChdbHttpFront ClickHouse { get; private set; } = null!;

    /// <param name="clickHouseFolder">Of the engine behind the stand-in, in this process.</param>
    /// <param name="brokers">RocketMQ's brokers; more than one stand behind a proxy in cluster mode.</param>
    public static async Task<RealServers> StartAsync(string clickHouseFolder, int brokers = 1)
    {
        var servers = new RealServers();
        try
        {
            servers.MariaDb = servers.Own(await MariaDbServer.StartAsync());
            servers.RocketMq = servers.Own(await RocketMqServer.StartAsync(brokers));
            servers.Minio = servers.Own(await MinioServer.StartAsync());
            servers.Redis = servers.Own(await RedisServer.StartAsync());
            servers.ClickHouse = servers.Own(await ChdbHttpFront.StartAsync(clickHouseFolder));
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings of a product that shares nothing with another one but the servers. Its topics are still to be
    /// provisioned.</summary>
    public Dictionary<string, string> NewInstallation()
    {
        int number = Interlocked.Increment(ref _installations);
        return new Dictionary<string, string>
        {
            ["ConnectionStrings__MySql"] = MariaDb.NewInstallation(),
            ["ConnectionStrings__RocketMq"] = $"{RocketMq.ConnectionString};Prefix=i{number}-",
            ["ConnectionStrings__Blobs"] = Minio.ConnectionString($"cozeloop-{number}"),
            ["ConnectionStrings__Redis"] = Redis.ConnectionString($"Prefix=i{number}:"),
            ["ConnectionStrings__ClickHouse"] = ClickHouse.ConnectionString($"installation_{number}"),
            ["COZELOOP_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var started))
            await started.DisposeAsync();
    }

    private T Own<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Push(started);
        return started;
    }
}
