using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CozeLoop.Testing.Attacks;

/// <summary>A body as large as the server takes, of which a client of HTTP would not tell how much that was.</summary>
/// <param name="Taken">Bytes of the body that left this side, also those in buffers of the two systems: the server read no more.</param>
/// <param name="Answer">What came back before the connection ended; may be empty where it was reset.</param>
public sealed record Upload(long Taken, string Answer)
{
    /// <summary>What is sent at once; bodies are several of them.</summary>
    public const int Piece = 64 << 10;

    /// <summary>0 where no answer came.</summary>
    public int Status => Answer.Length > 12 && int.TryParse(Answer.AsSpan(9, 3), CultureInfo.InvariantCulture, out int status) ? status : 0;

    /// <param name="head">Method, path and headers of the request, without those of the body's length.</param>
    /// <param name="body">Repeated until <paramref name="bytes"/> have been taken or the server wants no more.</param>
    /// <param name="chunked">Without an announced length.</param>
    /// <param name="pause">After each piece: long enough to hear of a refusal before buffers are full.</param>
    public static async Task<Upload> SendAsync(
        Uri address,
        string head,
        byte[] body,
        long bytes,
        bool chunked,
        CancellationToken ct,
        TimeSpan pause = default
    )
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = Piece };
        await socket.ConnectAsync(address.Host, address.Port, ct);
        string length = chunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes}");
        string request = $"{head}\r\nHost: {address.Authority}\r\nConnection: close\r\n{length}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), ct);
        var answer = ReadAsync(socket, ct);
        long taken = 0;
        byte[] plain = Repeated(body),
            piece = chunked ? [.. Encoding.ASCII.GetBytes($"{Piece:x}\r\n"), .. plain, .. "\r\n"u8] : plain;
        try
        {
            while (taken < bytes && !answer.IsCompleted)
            {
                var sent = socket.SendAsync(piece, ct).AsTask();
                // A server that neither reads nor ends would hold the sending for ever; its end is seen by who reads.
                if (await Task.WhenAny(sent, answer) == answer)
                    break;
                await sent;
                taken += Piece;
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, TimeProvider.System, ct);
            }
            if (chunked && !answer.IsCompleted)
                await socket.SendAsync("0\r\n\r\n"u8.ToArray(), ct);
        }
        catch (SocketException)
        {
            // It ended the connection in the middle, as it should.
        }
        return new Upload(taken, await answer);
    }

    private static byte[] Repeated(byte[] body)
    {
        byte[] piece = new byte[Piece];
        for (int i = 0; i < piece.Length; i++)
            piece[i] = body[i % body.Length];
        return piece;
    }

    private static async Task<string> ReadAsync(Socket socket, CancellationToken ct)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[Piece];
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, ct)) > 0; )
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset: what came before it counts.
        }
        return text.ToString();
    }
}
