using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CozeLoop.Models.Tests.Providers;

/// <summary>Promises to keep a connection alive, answers one request on it, and hangs up on the next: llama.cpp's server does after a
/// stream.</summary>
internal sealed class OneAnswerServer : IAsyncDisposable
{
    private const string Chunk = """data: {"choices":[{"delta":{"content":"hello"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public OneAnswerServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string BaseUrl => $"http://{_listener.LocalEndpoint}/v1";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                if (!await ReadRequestAsync(socket))
                    continue;
                await socket.SendAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nKeep-Alive: "
                            + $"timeout=5, max=100\r\n\r\n{Chunk.Length:x}\r\n{Chunk}\r\n0\r\n\r\n"
                    ),
                    _stop.Token
                );
                await ReadRequestAsync(socket);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <returns>False where the client hung up instead.</returns>
    private async Task<bool> ReadRequestAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 << 10];
        // A body ends with its only closing brace at the end of a packet: that of the request object.
        while (text.Length == 0 || text[^1] != '}')
        {
            int read = await socket.ReceiveAsync(buffer, _stop.Token);
            if (read == 0)
                return false;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        return true;
    }
}
