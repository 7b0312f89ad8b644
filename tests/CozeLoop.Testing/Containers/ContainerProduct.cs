using System.Collections.Concurrent;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Testing.Containers;

/// <summary>The product in containers as <c>docker-compose.yml</c> or the chart describes them, stores included, with one nginx that this
/// machine reaches.</summary>
public sealed class ContainerProduct : IProduct
{
    internal const int HttpPort = 8080,
        ClickHousePort = 8123;

    private readonly ContainerNetwork _network;
    private readonly string _clickHouse;
    private readonly ConcurrentStack<RunningContainer> _containers = new();
    private ChdbHttpFront? _front;

    /// <param name="clickHouse">The name of the one store that is not a container: <see cref="ChdbHttpFront"/> answers for it.</param>
    internal ContainerProduct(ContainerNetwork network, string clickHouse, string entrance) =>
        (_network, _clickHouse, Address) = (network, clickHouse, AddressOf(network, entrance));

    public Uri Address { get; }

    public string TestAddress => _network.HostAddress;

    /// <summary>Of the services and the studio, by name.</summary>
    public ConcurrentDictionary<string, RunningContainer> Services { get; } = new();

    /// <summary>Why there can be none here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static async Task<string?> MissingAsync() =>
        MinioServer.Missing
        ?? RocketMqServer.Missing
        ?? MariaDbServer.Missing
        ?? RedisServer.Missing
        ?? NginxServer.Missing
        ?? await ContainerNetwork.MissingAsync();

    internal static Uri AddressOf(ContainerNetwork network, string entrance) => new($"http://{network.Address(entrance)}:{HttpPort}");

    public async ValueTask DisposeAsync()
    {
        while (_containers.TryPop(out var container))
            await container.DisposeAsync();
        if (_front is not null)
            await _front.DisposeAsync();
        await _network.DisposeAsync();
    }

    internal string AddressOf(string name) => _network.Address(name);

    /// <param name="engineFolder">Of the engine of this process.</param>
    internal async Task StandInForClickHouseAsync(string engineFolder, string password) =>
        _front = await ChdbHttpFront.StartAsync(engineFolder, _network.HostAddress, ClickHousePort, password);

    internal async Task<RunningContainer> RunAsync(string name, ContainerSpec spec)
    {
        var container = await _network.RunAsync(name, spec, _clickHouse);
        _containers.Push(container);
        return container;
    }

    /// <summary>Until <paramref name="condition"/> holds, asked as often as the file says; fails as soon as the container ends.</summary>
    internal static async Task UntilAsync(string what, RunningContainer container, TimeSpan every, Func<Task<bool>> condition)
    {
        try
        {
            await Eventually.Async(
                async () =>
                {
                    container.ThrowIfEnded();
                    return await condition();
                },
                every: every
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{what} did not come true. It said:\n{container.Output}", e);
        }
    }

    /// <exception cref="InvalidOperationException">It ended with another code than 0; with what it said.</exception>
    internal static async Task EndsWellAsync(string what, RunningContainer container)
    {
        int code = await container.EndedAsync();
        if (code != 0)
            throw new InvalidOperationException($"{what} ended with {code}. It said:\n{container.Output}");
    }
}
