using System.Net;
using System.Net.Sockets;

namespace CozeLoop.Models.Outbound;

/// <summary>
/// Opens connections to users' URLs. The address is checked here, after resolving and for the very address connected to: a name that
/// resolves to another address a moment later gains nothing.
/// </summary>
internal sealed class GuardedConnection(ModelsOptions options)
{
    /// <exception cref="AddressRefusedException">The name leads only to addresses that may not be reached.</exception>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var target = context.DnsEndPoint;
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, ct);
        IPAddress[] allowed = [.. addresses.Where(a => AddressRules.MayReach(a, options))];
        if (allowed.Length == 0)
            throw new AddressRefusedException(target.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Arrives inside an <see cref="HttpRequestException"/>, because the HTTP stack wraps what its connection callback
/// throws.</summary>
internal sealed class AddressRefusedException(string host)
    : Exception(
        $"'{host}' leads to a private or local address, which connections may not reach unless the setting "
            + "Models:AllowPrivateNetworks (for this machine: Models:AllowLoopback) says so. "
            + "Link-local and multicast addresses are never reached."
    );
