using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Hosting;

/// <summary>
/// Which of the addresses in <c>X-Forwarded-For</c> is the client's. The last one is what our own proxy saw, everything before it is what
/// the client sent: so as many are believed as there are proxies, each only from a known address, and by default none.
/// </summary>
internal static class Proxies
{
    public const string Hops = "COZELOOP_PROXY_HOPS",
        Trusted = "COZELOOP_TRUSTED_PROXIES";

    private const int MostHops = 8;

    // Loopback, private and shared address space, link-local: where proxies of one's own are.
    private const string Private =
        "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,169.254.0.0/16,::1/128,fc00::/7,fe80::/10";

    /// <summary>What is wrong with the settings, as a line; null where nothing is.</summary>
    public static string? Fault(IConfiguration configuration)
    {
        try
        {
            From(configuration);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>Null where no proxy stands before this host.</summary>
    /// <exception cref="InvalidOperationException">A setting has no meaning; the message names it.</exception>
    public static ForwardedHeadersOptions? From(IConfiguration configuration)
    {
        if (configuration[Hops] is not { Length: > 0 } text)
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int hops) || hops > MostHops)
        {
            throw new InvalidOperationException($"{Hops} must be the number of proxies before this host, 0 to {MostHops}, not \"{text}\".");
        }
        if (hops == 0)
            return null;
        const ForwardedHeaders headers = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = headers, ForwardLimit = hops };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        string known = configuration[Trusted] is { Length: > 0 } given ? given : Private;
        foreach (string network in known.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            options.KnownIPNetworks.Add(Network(network));
        }
        return options;
    }

    private static System.Net.IPNetwork Network(string text)
    {
        if (System.Net.IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var address))
            return new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new InvalidOperationException($"{Trusted} must be a list of addresses or networks such as 10.1.0.0/16, not \"{text}\".");
    }
}
