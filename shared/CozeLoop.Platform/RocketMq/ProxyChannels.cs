using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace CozeLoop.Platform.RocketMq;

/// <summary>One HTTP/2 channel to each proxy, shared by all clients of this process.</summary>
internal sealed class ProxyChannels : IDisposable
{
    // A message of the broker's largest size comes in one frame with its properties; gRPC's own limit is 4 MiB.
    private const int MaxFrame = 16 << 20;

    // Linux's TCP_USER_TIMEOUT, which .NET has no name for: level, option, and how long what was sent may stay unacknowledged.
    private const int TcpLevel = 6,
        TcpUserTimeout = 18;
    private static readonly TimeSpan Unacknowledged = TimeSpan.FromSeconds(10);

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
        foreach (var channel in _channels)
            channel.Dispose();
    }

    private GrpcChannel Open(DnsEndPoint proxy)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            ConnectCallback = ConnectAsync,
            // The server closes a connection whose pings come more often than every five minutes: what finds a dead peer is TCP itself, for
            // which the heartbeats give it enough to send.
            KeepAlivePingDelay = TimeSpan.FromMinutes(6),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        };
        if (_options.CertificateAuthority is { } file)
            handler.SslOptions.CertificateChainPolicy = Trusting(file);
        string scheme = _options.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        var address = new UriBuilder(scheme, proxy.Host, proxy.Port).Uri;
        return GrpcChannel.ForAddress(
            address,
            new GrpcChannelOptions
            {
                HttpHandler = handler,
                DisposeHttpClient = true,
                MaxReceiveMessageSize = MaxFrame,
                MaxSendMessageSize = MaxFrame,
            }
        );
    }

    /// <summary>
    /// A connection that ends when the network swallows what is sent over it. By itself TCP repeats it for a quarter of an hour, and
    /// heartbeats and new telemetry streams would go over
    /// the same connection for all that time, even if the network is there again and only this connection is not, as after a change of the
    /// host's address.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsLinux())
                socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes((int)Unacknowledged.TotalMilliseconds));
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
