using CozeLoop.Testing.Hosts;

namespace CozeLoop.Testing.Containers;

/// <summary>Hosts by name, each a network namespace of its own; every container finds every other one by its name, as under compose and in
/// a cluster.</summary>
public sealed class ContainerNetwork : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _names;
    private readonly NetworkNamespaces _hosts;

    private ContainerNetwork(IReadOnlyList<string> names, NetworkNamespaces hosts) => (_names, _hosts) = (names, hosts);

    /// <summary>This machine's address that all of them reach.</summary>
    public string HostAddress => _hosts.HostAddress;

    /// <summary>Why there can be none here, for <c>Assert.SkipWhen</c>; null where there can. Only trying tells.</summary>
    public static async Task<string?> MissingAsync() => await NetworkNamespaces.MissingAsync() ?? await RunningContainer.MissingAsync();

    /// <exception cref="InvalidOperationException">What the system refused.</exception>
    public static async Task<ContainerNetwork> StartAsync(IReadOnlyList<string> names) =>
        new(names, await NetworkNamespaces.StartAsync(names.Count));

    /// <summary>Where this machine reaches a container.</summary>
    public string Address(string name) => _hosts.Address(Index(name));

    /// <summary>A container that has started; the caller disposes it.</summary>
    /// <param name="name">Of its host. Containers with one name share it, as a pod's do.</param>
    /// <param name="onThisMachine">Names of servers that are no containers: they answer at <see cref="HostAddress"/>.</param>
    public Task<RunningContainer> RunAsync(string name, ContainerSpec spec, params string[] onThisMachine)
    {
        var names = _names
            .Select(other => (Address: Address(other), Name: other))
            .Concat(onThisMachine.Select(other => (Address: HostAddress, Name: other)));
        string hosts = string.Concat(names.Prepend(("127.0.0.1", "localhost")).Select(host => $"{host.Item1} {host.Item2}\n"));
        int index = Index(name);
        return RunningContainer.StartAsync(
            name,
            spec with
            {
                Files = new Dictionary<string, string>(spec.Files) { ["/etc/hosts"] = hosts },
            },
            (program, arguments) => _hosts.Inside(index, program, arguments)
        );
    }

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    private int Index(string name) => _names.Index().First(entry => entry.Item == name).Index;
}
