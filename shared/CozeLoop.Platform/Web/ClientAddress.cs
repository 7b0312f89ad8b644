using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace CozeLoop.Platform.Web;

/// <summary>Where a request comes from, as limits count it; behind proxies what they saw (<c>COZELOOP_PROXY_HOPS</c>).</summary>
public static class ClientAddress
{
    private const int IPv6NetworkBytes = 8;

    /// <summary>The IPv4 address, or the /64 network, the least that a household has of IPv6; empty for a service of this host.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        byte[] network = address.GetAddressBytes();
        network.AsSpan(IPv6NetworkBytes).Clear();
        return new IPAddress(network).ToString();
    }
}
