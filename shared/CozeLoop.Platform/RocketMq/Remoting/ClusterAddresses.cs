using System.Globalization;
using System.Net;
using System.Text;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.RocketMq.Remoting;

/// <summary>Where the master brokers are, as a name server knows it.</summary>
internal static class ClusterAddresses
{
    private const int ClusterInfo = 106;

    /// <summary>By name. Whichever name server answers first is asked.</summary>
    /// <exception cref="StoreUnavailableException">No name server answers, or no broker has registered yet.</exception>
    public static async Task<IReadOnlyDictionary<string, DnsEndPoint>> MastersAsync(RocketMqOptions options, CancellationToken ct)
    {
        StoreUnavailableException? last = null;
        foreach (var server in options.NameServers)
        {
            try
            {
                using var connection = await RemotingConnection.OpenAsync(server, options.Credentials, ct);
                var masters = Masters(await connection.CallAsync(RemotingCommand.Request(ClusterInfo), ct));
                return masters.Count > 0
                    ? masters
                    : throw new StoreUnavailableException(
                        $"RocketMQ: name server {server.Host}:{server.Port} knows no broker yet, and that"
                    );
            }
            catch (StoreUnavailableException e)
            {
                last = e;
            }
        }
        throw last!;
    }

    private static Dictionary<string, DnsEndPoint> Masters(RemotingCommand answer)
    {
        if (answer.Code != 0)
            throw new RocketMqException(answer.Code, answer.Remark ?? "");
        var masters = new Dictionary<string, DnsEndPoint>();
        foreach (var (name, broker) in LooseJson.Parse(Encoding.UTF8.GetString(answer.Body))["brokerAddrTable"]?.Members ?? [])
        {
            if (broker["brokerAddrs"]?["0"]?.Text is not { Length: > 0 } address)
                continue;
            int colon = address.LastIndexOf(':');
            masters[name.Text] = new DnsEndPoint(
                address[..colon],
                int.Parse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture)
            );
        }
        return masters;
    }
}
