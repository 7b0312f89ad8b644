using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Platform.RocketMq.Remoting;

/// <summary>A connection to a name server or broker; one request at a time.</summary>
internal sealed class RemotingConnection : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private const int MaxFrame = 16 << 20;

    private readonly TcpClient _tcp;
    private readonly RocketMqCredentials? _credentials;
    private readonly DnsEndPoint _peer;
    private int _number;

    private RemotingConnection(TcpClient tcp, DnsEndPoint peer, RocketMqCredentials? credentials) =>
        (_tcp, _peer, _credentials) = (tcp, peer, credentials);

    /// <exception cref="StoreUnavailableException">Nobody answers there.</exception>
    public static async Task<RemotingConnection> OpenAsync(DnsEndPoint peer, RocketMqCredentials? credentials, CancellationToken ct)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            return await WithinAsync(
                async token =>
                {
                    await tcp.ConnectAsync(peer.Host, peer.Port, token);
                    return new RemotingConnection(tcp, peer, credentials);
                },
                peer,
                ct
            );
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <exception cref="StoreUnavailableException">The peer did not answer.</exception>
    public Task<RemotingCommand> CallAsync(RemotingCommand request, CancellationToken ct) =>
        WithinAsync(token => ExchangeAsync(_credentials is null ? request : Sign(request, _credentials), ++_number, token), _peer, ct);

    public void Dispose() => _tcp.Dispose();

    private async Task<RemotingCommand> ExchangeAsync(RemotingCommand request, int number, CancellationToken ct)
    {
        var stream = _tcp.GetStream();
        await stream.WriteAsync(request.Encode(number), ct);
        while (true)
        {
            byte[] length = new byte[4];
            await stream.ReadExactlyAsync(length, ct);
            int size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size is < 4 or > MaxFrame)
                throw new FormatException($"A remoting frame of {size} bytes.");
            byte[] frame = new byte[size];
            await stream.ReadExactlyAsync(frame, ct);
            var (answered, answer) = RemotingCommand.Decode(frame);
            if (answered == number)
                return answer;
        }
    }

    private static async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> act, DnsEndPoint peer, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AnswerWithin);
        try
        {
            return await act(limit.Token);
        }
        catch (Exception e)
            when (e is IOException or SocketException or FormatException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                $"RocketMQ at {peer.Host}:{peer.Port} ({(e is OperationCanceledException ? "no answer in time" : e.Message)})",
                e
            );
        }
    }

    /// <summary>Over the values of all fields in the order of their names, and the body.</summary>
    private static RemotingCommand Sign(RemotingCommand request, RocketMqCredentials credentials)
    {
        var fields = new SortedDictionary<string, string>(request.Fields.ToDictionary(), StringComparer.Ordinal)
        {
            ["AccessKey"] = credentials.AccessKey,
        };
        byte[] content = [.. Encoding.UTF8.GetBytes(string.Concat(fields.Values)), .. request.Body];
#pragma warning disable CA5350 // The protocol prescribes SHA-1; as the hash of an HMAC it is not broken.
        fields["Signature"] = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(credentials.SecretKey), content));
#pragma warning restore CA5350
        return request with { Fields = fields };
    }
}
