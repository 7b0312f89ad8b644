using System.Net;
using System.Net.Sockets;

namespace CozeLoop.Models.Outbound;

/// <summary>Which addresses users' URLs may lead to. Ranges: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890).</summary>
internal static class AddressRules
{
    /// <summary>
    /// No model is served there, and clouds answer with a machine's own credentials at link-local addresses: no setting opens them.
    /// </summary>
    private static readonly IPNetwork[] Never = Networks(
        "0.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "100::/64",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8"
    );

    /// <summary>
    /// Private, shared, documentation and test networks, and prefixes behind which a translator or tunnel picks the address.
    /// </summary>
    private static readonly IPNetwork[] NotPublic = Networks(
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "::1/128",
        "64:ff9b:1::/48",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7"
    );

    // Addresses that carry an IPv4 address to where a gateway translates it: the carried address decides.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96"),
        SixToFour = IPNetwork.Parse("2002::/16"),
        Compatible = IPNetwork.Parse("::/96"),
        Translated = IPNetwork.Parse("::ffff:0:0:0/96");

    public static bool MayReach(IPAddress address, ModelsOptions options)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        // Only this machine's own: what a translator's 127.0.0.1 is, nobody knows, so that one counts as private.
        if (IPAddress.IsLoopback(address))
            return options.AllowLoopback ?? true;
        if (Carried(address) is { } carried && !MayReachDirectly(carried, options))
            return false;
        return MayReachDirectly(address, options);
    }

    private static bool MayReachDirectly(IPAddress address, ModelsOptions options) =>
        !Never.Any(network => network.Contains(address))
        && (options.AllowPrivateNetworks || !NotPublic.Any(network => network.Contains(address)));

    private static IPAddress? Carried(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.Equals(IPAddress.IPv6Any))
            return null;
        byte[] bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address))
            return new IPAddress(bytes.AsSpan(2, 4));
        // ISATAP writes 00-00-5E-FE (or 02-…) before the IPv4 address, whatever the prefix.
        bool isatap = bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;
        return isatap || Nat64.Contains(address) || Compatible.Contains(address) || Translated.Contains(address)
            ? new IPAddress(bytes.AsSpan(12, 4))
            : null;
    }

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(IPNetwork.Parse)];
}
