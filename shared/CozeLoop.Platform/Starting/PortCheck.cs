using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CozeLoop.Platform.Hosting;

namespace CozeLoop.Platform.Starting;

/// <summary>Whether the ports of a host can be had: they are bound for a moment, as the server does it later.</summary>
internal static class PortCheck
{
    /// <exception cref="StartException">A port cannot be had, or two settings name the same one.</exception>
    public static Task LookAsync(PlatformOptions options)
    {
        var ports = Ports(options).Where(p => p.Port != 0).ToList();
        var faults = ports
            .GroupBy(p => p.Port)
            .Where(g => g.Count() > 1)
            .Select(g => Invariant($"{string.Join(" and ", g.Select(p => p.Setting))} are both {g.Key}: give each a port of its own."))
            .Concat(ports.DistinctBy(p => p.Port).Select(p => Fault(p.Setting, p.Port, p.MayBeOff, options.AnyAddress)).OfType<string>())
            .ToList();
        return faults.Count == 0 ? Task.CompletedTask : throw new StartException(faults);
    }

    private static (string Setting, int Port, bool MayBeOff)[] Ports(PlatformOptions options) =>
        [
            (PlatformOptions.HttpPortSetting, options.HttpPort, false),
            (PlatformOptions.OtlpHttpPortSetting, options.OtlpHttpPort, true),
            (PlatformOptions.InternalPortSetting, options.InternalPort, false),
        ];

    private static string? Fault(string setting, int port, bool mayBeOff, bool anyAddress)
    {
        foreach (var address in Addresses(anyAddress))
        {
            switch (Bind(address, port))
            {
                case SocketError.AddressAlreadyInUse:
                    string other = mayBeOff ? "another port (0: none)" : "another port";
                    return Invariant($"Port {port} ({setting}) is in use: end what has it, or set {setting} to {other}.");
                case SocketError.AccessDenied:
                    return Invariant($"Port {port} ({setting}) is not open to this user: set {setting} to a port of 1024 or more.");
            }
        }
        return null;
    }

    // Any address is one socket for both families where there is IPv6; a machine without one of the two is not a fault.
    private static IPAddress[] Addresses(bool any) =>
        any ? [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any] : [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private static SocketError Bind(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
