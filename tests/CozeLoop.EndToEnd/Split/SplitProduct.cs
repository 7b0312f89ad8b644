using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CozeLoop.Testing;
using CozeLoop.Testing.Servers;

namespace CozeLoop.EndToEnd.Split;

/// <summary>
/// The product over real servers, each service and the studio in two processes behind nginx: MariaDB, RocketMQ, MinIO, Redis, and the ClickHouse stand-in. Calls between
/// services go through nginx too, as they go through a cluster's load balancer, so that a replica can die between any two.
/// </summary>
internal sealed class SplitProduct : IAsyncDisposable
{
    public static readonly string[] Services = ["workspaces", "models", "tracing", "prompts", "experiments", "evaluation"];

    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly List<ServiceProcess> _processes = [];
    private NginxServer? _nginx;

    private SplitProduct() { }

    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing => RocketMqServer.Missing ?? MariaDbServer.Missing ?? MinioServer.Missing ?? RedisServer.Missing ?? NginxServer.Missing;

    public IReadOnlyList<ServiceProcess> Processes => _processes;

    public Uri Address => _nginx!.Address;

    /// <param name="clickHouseFolder">Of the engine behind the stand-in, in the test's process.</param>
    public static async Task<SplitProduct> StartAsync(string clickHouseFolder, CancellationToken ct)
    {
        var product = new SplitProduct();
        try
        {
            await product.StartAllAsync(clickHouseFolder, ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with the first key; the caller disposes it.</summary>
    public HttpClient CreateClient()
    {
        var http = TestHttp.Create(Address);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningProduct.SecretKey);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var started)) await started.DisposeAsync();
    }

    private async Task StartAllAsync(string clickHouseFolder, CancellationToken ct)
    {
        var settings = await StoresAsync(clickHouseFolder);
        var provisioned = await ExternalProgram.RunAsync("dotnet", [RunningProduct.ProductFile(), "doctor", "--provision"], settings, ct: ct);
        if (provisioned.ExitCode != 0) throw new InvalidOperationException(provisioned.Output + provisioned.Error);
        var neighbours = Services.ToDictionary(service => service, _ => FreePort.Next());
        foreach (var (service, port) in neighbours) settings[$"Services__Urls__{service}"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        foreach (string service in (string[])[.. Services, "studio"])
        {
            for (int replica = 0; replica < 2; replica++) _processes.Add(Own(new ServiceProcess(service, settings)));
        }
        var replicas = _processes.GroupBy(p => p.Service).ToList();
        _nginx = Own(await NginxServer.StartAsync(
            replicas.ToDictionary(r => r.Key, r => r.Select(p => p.HttpPort).ToArray()),
            replicas.Where(r => neighbours.ContainsKey(r.Key)).ToDictionary(r => neighbours[r.Key], r => r.Select(p => p.InternalPort).ToArray())));
        foreach (var process in _processes) process.Start();
        await Task.WhenAll(_processes.Select(p => p.UntilReadyAsync()));
    }

    private async Task<Dictionary<string, string>> StoresAsync(string clickHouseFolder)
    {
        var mysql = Own(await MariaDbServer.StartAsync());
        var rocketMq = Own(await RocketMqServer.StartAsync());
        var minio = Own(await MinioServer.StartAsync());
        var redis = Own(await RedisServer.StartAsync());
        var clickHouse = Own(await ChdbHttpFront.StartAsync(clickHouseFolder));
        return new Dictionary<string, string>
        {
            ["ConnectionStrings__MySql"] = mysql.NewInstallation(),
            ["ConnectionStrings__RocketMq"] = rocketMq.ConnectionString,
            ["ConnectionStrings__Blobs"] = minio.ConnectionString(),
            ["ConnectionStrings__Redis"] = redis.ConnectionString(),
            ["ConnectionStrings__ClickHouse"] = clickHouse.ConnectionString("split"),
            ["COZELOOP_MASTER_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["COZELOOP_INIT_EMAIL"] = RunningProduct.Email,
            ["COZELOOP_INIT_PASSWORD"] = RunningProduct.Password,
            ["COZELOOP_INIT_WORKSPACE_ID"] = RunningProduct.WorkspaceId.ToString(CultureInfo.InvariantCulture),
            ["COZELOOP_INIT_PUBLIC_KEY"] = RunningProduct.PublicKey,
            ["COZELOOP_INIT_SECRET_KEY"] = RunningProduct.SecretKey,
        };
    }

    private T Own<T>(T started) where T : IAsyncDisposable
    {
        _started.Push(started);
        return started;
    }
}
