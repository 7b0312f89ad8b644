using System.Globalization;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Testing.Split;

/// <summary>
/// The product over real servers, each service and the studio in processes of their own behind nginx. Calls between services go through
/// nginx too, as they go through a cluster's load
/// balancer, so that a replica can die between any two.
/// </summary>
public sealed class SplitProduct : IProduct
{
    private readonly Dictionary<string, string> _settings;
    private readonly Dictionary<string, int> _neighbours = ServiceBuild
        .All.SkipLast(1)
        .ToDictionary(service => service, _ => FreePort.Next());
    private readonly List<ServiceProcess> _processes = [];
    private NginxServer? _nginx;

    private SplitProduct(Dictionary<string, string> settings) => _settings = settings;

    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing => RealServers.Missing ?? NginxServer.Missing;

    public IReadOnlyList<ServiceProcess> Processes => _processes;

    public Uri Address => _nginx!.Address;

    /// <summary>Where OTLP comes in.</summary>
    public Uri OtlpAddress => _nginx!.OtlpAddress;

    /// <param name="settings">Of an installation, such as <see cref="RealServers.NewInstallation"/>; its topics are provisioned
    /// here.</param>
    /// <param name="replicas">Processes of each service and of the studio.</param>
    public static async Task<SplitProduct> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        int replicas = 1,
        CancellationToken ct = default
    )
    {
        var product = new SplitProduct(RunningProduct.FirstStart());
        foreach (var (name, value) in settings)
            product._settings[name] = value;
        try
        {
            await product.StartAllAsync(replicas, ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        if (_nginx is not null)
            await _nginx.DisposeAsync();
    }

    private async Task StartAllAsync(int replicas, CancellationToken ct)
    {
        await Provisioning.RunAsync(_settings, ct: ct);
        foreach (var (service, port) in _neighbours)
            _settings[$"Services__Urls__{service}"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        foreach (string service in ServiceBuild.All)
            _processes.AddRange(Enumerable.Range(0, replicas).Select(_ => new ServiceProcess(service, _settings)));
        var services = _processes.GroupBy(p => p.Service).ToList();
        _nginx = await NginxServer.StartAsync(
            services.ToDictionary(s => s.Key, s => s.Select(p => p.HttpPort).ToArray()),
            services
                .Where(s => _neighbours.ContainsKey(s.Key))
                .ToDictionary(s => _neighbours[s.Key], s => s.Select(p => p.InternalPort).ToArray())
        );
        foreach (var process in _processes)
            process.Start();
        await Task.WhenAll(_processes.Select(p => p.UntilReadyAsync()));
    }
}
