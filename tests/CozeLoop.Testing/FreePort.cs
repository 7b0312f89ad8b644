using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CozeLoop.Testing;

/// <summary>For servers that cannot bind port 0 themselves.</summary>
public static class FreePort
{
    // Below the ports that Linux hands out by itself (32768 and up): one of those may go to any connection before the server, seconds
    // later, binds it.
    private const int First = 10_000,
        End = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A TCP port that was free a moment ago on every address, and that this process has not asked for before.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, End);
            if (IsFree(port) && Given.TryAdd(port, true))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
