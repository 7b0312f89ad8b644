using System.Net;
using System.Net.Sockets;

namespace CozeLoop.Models.Outbound;

/// <summary>Which addresses users' URLs may lead to. Ranges: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890).</summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    // Addresses that carry an IPv4 address to where a gateway translates it: the carried address decides.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96"), SixToFour = IPNetwork.Parse("2002::/16"), Compatible = IPNetwork.Parse("::/96");

    public static bool MayReach(IPAddress address, ModelsOptions options)
    {
        var real = Unwrap(address);
        if (IPAddress.IsLoopback(real)) return options.AllowLoopback;
        return options.AllowPrivateNetworks || !NotPublic.Any(network => network.Contains(real));
    }

    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        byte[] bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address)) return new IPAddress(bytes.AsSpan(2, 4));
        bool low = address.Equals(IPAddress.IPv6Loopback) || address.Equals(IPAddress.IPv6Any);
        return Nat64.Contains(address) || (Compatible.Contains(address) && !low) ? new IPAddress(bytes.AsSpan(12, 4)) : address;
    }
}
