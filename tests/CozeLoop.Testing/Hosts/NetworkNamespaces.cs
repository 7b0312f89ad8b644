using System.Diagnostics;
using System.Globalization;

namespace CozeLoop.Testing.Hosts;

/// <summary>
/// Hosts of their own as far as the network can tell: Linux network namespaces on a bridge of this machine, each with an address and a link
/// that can be cut. Removes what it made.
/// </summary>
public sealed class NetworkNamespaces : IAsyncDisposable
{
    private const string Link = "eth0";
    private static readonly string? Program = ExternalProgram.Find("ip");
    private static int _made;

    private readonly Stack<string[]> _undo = new();
    private readonly string _prefix = string.Create(
        CultureInfo.InvariantCulture,
        $"cl{Environment.ProcessId}n{Interlocked.Increment(ref _made)}"
    );
    private string _network = "";
    private int _addresses;

    private NetworkNamespaces() { }

    /// <summary>This machine's address that all of them reach.</summary>
    public string HostAddress => OnBridge(1);

    /// <summary>Why there can be none here, for <c>Assert.SkipWhen</c>; null where there can. Only trying tells.</summary>
    public static async Task<string?> MissingAsync()
    {
        if (Program is null)
            return "ip is missing: apt-get install iproute2";
        try
        {
            await using var one = await StartAsync(1);
            using var process = Process.Start(one.Inside(0, "true", [])) ?? throw new InvalidOperationException("ip did not start.");
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : "nothing can be run in a network namespace here";
        }
        catch (InvalidOperationException e)
        {
            return $"network namespaces cannot be made here, as root with CAP_NET_ADMIN and CAP_SYS_ADMIN can: {e.Message}";
        }
    }

    /// <exception cref="InvalidOperationException">What the system refused.</exception>
    public static async Task<NetworkNamespaces> StartAsync(int count)
    {
        var network = new NetworkNamespaces();
        try
        {
            await network.ChooseAddressesAsync();
            await network.MakeBridgeAsync();
            for (int i = 0; i < count; i++)
                await network.MakeNamespaceAsync(i);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address that a namespace was given at the start.</summary>
    public string Address(int index) => OnBridge(index + 2);

    /// <summary>To start a program in a namespace; the process is the program's own.</summary>
    /// <param name="index">From 0.</param>
    public ProcessStartInfo Inside(int index, string program, IEnumerable<string> arguments) =>
        new(Program!, ["netns", "exec", Name(index), program, .. arguments]);

    /// <summary>As if the cable was pulled: what is sent vanishes, and nobody is told.</summary>
    public Task CutAsync(int index) => RunAsync("link", "set", Name(index), "down");

    public Task ReconnectAsync(int index) => RunAsync("link", "set", Name(index), "up");

    /// <summary>As a host comes back to which another address was given meanwhile: no connection from before will ever work
    /// again.</summary>
    public async Task ReconnectElsewhereAsync(int index)
    {
        await RunAsync("-n", Name(index), "address", "flush", "dev", Link);
        await GiveAddressAsync(index);
        await ReconnectAsync(index);
    }

    /// <exception cref="InvalidOperationException">What could not be removed; the rest is.</exception>
    public async ValueTask DisposeAsync()
    {
        var left = new List<string>();
        while (_undo.TryPop(out string[]? arguments))
        {
            var result = await ExternalProgram.RunAsync(Program!, arguments);
            if (result.ExitCode != 0)
                left.Add(result.Error);
        }
        if (left.Count > 0)
            throw new InvalidOperationException(string.Join('\n', left));
    }

    /// <summary>A private network to which only the default route leads.</summary>
    private async Task ChooseAddressesAsync()
    {
        while (true)
        {
            _network = string.Create(CultureInfo.InvariantCulture, $"10.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(1, 255)}");
            string routes =
                await RunAsync("-4", "route", "show", "match", OnBridge(0))
                + await RunAsync("-4", "route", "show", "root", $"{_network}.0/24");
            if (
                routes
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .All(route => route.StartsWith("default", StringComparison.Ordinal))
            )
                return;
        }
    }

    private async Task MakeBridgeAsync()
    {
        await MakeAsync(["link", "add", _prefix, "type", "bridge"], ["link", "delete", _prefix]);
        await RunAsync("address", "add", $"{HostAddress}/24", "dev", _prefix);
        await RunAsync("link", "set", _prefix, "up");
        _addresses = 1;
    }

    private async Task MakeNamespaceAsync(int index)
    {
        await MakeAsync(["netns", "add", Name(index)], ["netns", "delete", Name(index)]);
        await MakeAsync(
            ["link", "add", Name(index), "type", "veth", "peer", "name", Link, "netns", Name(index)],
            ["link", "delete", Name(index)]
        );
        await RunAsync("link", "set", Name(index), "master", _prefix, "up");
        await RunAsync("-n", Name(index), "link", "set", "lo", "up");
        await RunAsync("-n", Name(index), "link", "set", Link, "up");
        await GiveAddressAsync(index);
    }

    private async Task GiveAddressAsync(int index) =>
        await RunAsync("-n", Name(index), "address", "add", $"{OnBridge(++_addresses)}/24", "dev", Link);

    private async Task MakeAsync(string[] make, string[] remove)
    {
        await RunAsync(make);
        _undo.Push(remove);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await ExternalProgram.RunAsync(Program ?? throw new InvalidOperationException("ip is missing."), arguments);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {result.Error.Trim()}");
    }

    private string OnBridge(int host) => string.Create(CultureInfo.InvariantCulture, $"{_network}.{host}");

    // Of the namespace and of the bridge's end of its link; a link's name has 15 characters at most.
    private string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}h{index}");
}
