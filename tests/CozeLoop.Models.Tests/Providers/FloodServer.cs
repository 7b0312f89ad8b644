using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CozeLoop.Models.Tests.Providers;

/// <summary>
/// A provider that sends the same piece again and again, and counts how much was taken: over a bare socket, because a server's framework
/// takes what is written to a connection that is gone.
/// </summary>
internal sealed class FloodServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private long _taken;

    /// <param name="head">Status and headers.</param>
    public FloodServer(string head, byte[] before, byte[] piece, int times)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), before, piece, times);
    }

    public string BaseUrl => $"http://{_listener.LocalEndpoint}/v1";

    /// <summary>Bytes of the body that the sockets took, their buffers included.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] head, byte[] before, byte[] piece, int times)
    {
        try
        {
            using var socket = await _listener.AcceptSocketAsync(_stop.Token);
            await socket.ReceiveAsync(new byte[64 << 10], _stop.Token);
            await socket.SendAsync(head, _stop.Token);
            Interlocked.Add(ref _taken, await socket.SendAsync(before, _stop.Token));
            for (int i = 0; i < times; i++)
                Interlocked.Add(ref _taken, await socket.SendAsync(piece, _stop.Token));
            socket.Shutdown(SocketShutdown.Send);
            await socket.ReceiveAsync(new byte[1], _stop.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client has had enough, or the test is over.
        }
    }
}
