using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace CozeLoop.Platform.RocketMq;

/// <summary>One HTTP/2 channel to each proxy, shared by all clients of this process.</summary>
internal sealed class ProxyChannels : IDisposable
{
    // A message of the broker's largest size comes in one frame with its properties; gRPC's own limit is 4 MiB.
    private const int MaxFrame = 16 << 20;

    private readonly IReadOnlyList<GrpcChannel> _channels;
    private readonly RocketMqOptions _options;

    public ProxyChannels(RocketMqOptions options)
    {
        _options = options;
        _channels = [.. options.Proxies.Select(Open)];
    }

    public int Count => _channels.Count;

    public (DnsEndPoint Address, GrpcChannel Channel) At(int index) => (_options.Proxies[index % Count], _channels[index % Count]);

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }

    private GrpcChannel Open(DnsEndPoint proxy)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            // The server closes a connection whose pings come more often than every five minutes; heartbeats find a dead peer sooner anyway.
            KeepAlivePingDelay = TimeSpan.FromMinutes(6),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        };
        if (_options.CertificateAuthority is { } file) handler.SslOptions.CertificateChainPolicy = Trusting(file);
        string scheme = _options.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        var address = new UriBuilder(scheme, proxy.Host, proxy.Port).Uri;
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = MaxFrame, MaxSendMessageSize = MaxFrame });
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
