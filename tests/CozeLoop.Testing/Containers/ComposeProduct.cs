using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CozeLoop.Testing.Deployment;

namespace CozeLoop.Testing.Containers;

/// <summary>
/// Starts everything that <c>docker-compose.yml</c> names, in its order and with its environment, files, ports and health checks, as
/// <c>make up</c> would. Left out: published ports, resource
/// limits, and the container that gives a volume to its owner, because volumes here are their users' own.
/// </summary>
public sealed partial class ComposeProduct
{
    private const string ClickHouse = "clickhouse",
        Nginx = "nginx";
    private static readonly string[] NotStarted = [ClickHouse, "rocketmq-volume"];

    // The images bring mysqladmin, mc and wget for their checks, Debian's packages of the servers do not: their ports are asked.
    private static readonly Dictionary<string, int> AskedByPort = new()
    {
        ["mysql"] = 3306,
        ["minio"] = 9000,
        [Nginx] = ContainerProduct.HttpPort,
    };

    private readonly JsonObject _containers;
    private readonly ContainerProduct _product;
    private readonly Dictionary<string, Task> _ready = [];

    private ComposeProduct(JsonObject containers, ContainerProduct product) => (_containers, _product) = (containers, product);

    /// <param name="engineFolder">Of the engine of this process, which stands in for ClickHouse.</param>
    /// <exception cref="InvalidOperationException">A container ended that should not; with what it said.</exception>
    public static async Task<ContainerProduct> StartAsync(string engineFolder)
    {
        var variables = Compose
            .Secrets.Concat(RunningProduct.FirstStart())
            .Append(new("COZELOOP_ALLOW_PRIVATE_NETWORKS", "true"))
            .ToDictionary();
        var names = (await Compose.ContainersAsync(variables) ?? throw new InvalidOperationException(Compose.Missing))
            .Select(pair => pair.Key)
            .Except(NotStarted)
            .ToList();
        var network = await ContainerNetwork.StartAsync(names);
        var product = new ContainerProduct(network, ClickHouse, Nginx);
        try
        {
            variables["COZELOOP_PUBLIC_URL"] = product.Address.ToString().TrimEnd('/');
            await product.StandInForClickHouseAsync(engineFolder, variables["CLICKHOUSE_PASSWORD"]);
            var compose = new ComposeProduct((await Compose.ContainersAsync(variables))!, product);
            await Task.WhenAll(names.Select(compose.ReadyAsync));
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Started once, whoever asks first.</summary>
    private Task ReadyAsync(string name)
    {
        lock (_ready)
            return _ready.TryGetValue(name, out var ready)
                ? ready
                : _ready[name] = NotStarted.Contains(name) ? Task.CompletedTask : Task.Run(() => StartAsync(name, _containers[name]!));
    }

    private async Task StartAsync(string name, JsonNode service)
    {
        await Task.WhenAll((service["depends_on"]?.AsObject() ?? []).Select(on => ReadyAsync(on.Key)));
        var spec = ComposeContainer.Of(service);
        var container = await _product.RunAsync(name, name == Nginx ? ForThisNginx(spec) : spec);
        if (ServiceBuild.All.Contains(name))
            _product.Services[name] = container;
        if ((string?)service["restart"] == "no")
            await ContainerProduct.EndsWellAsync(name, container);
        else
            await ContainerProduct.UntilAsync(
                $"{name} is healthy",
                container,
                ComposeContainer.Interval(service),
                () => IsHealthyAsync(name, service, container)
            );
    }

    private async Task<bool> IsHealthyAsync(string name, JsonNode service, RunningContainer container) =>
        AskedByPort.TryGetValue(name, out int port)
            ? await Probe.ListensAsync(_product.AddressOf(name), port, TimeSpan.FromSeconds(1))
            : (await container.ExecAsync(ComposeContainer.HealthCheck(service))).ExitCode == 0;

    /// <summary>Debian's nginx cannot ask for names again; it asks once, at its start.</summary>
    private static ContainerSpec ForThisNginx(ContainerSpec spec) =>
        spec with
        {
            Files = spec.Files.ToDictionary(file => file.Key, file => Resolving().Replace(file.Value, "")),
        };

    [GeneratedRegex("^resolver .*$| resolve(?= )", RegexOptions.Multiline)]
    private static partial Regex Resolving();
}
