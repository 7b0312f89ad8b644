using System.Net;
using System.Net.Sockets;

namespace CozeLoop.Testing;

public static class FreePort
{
    // Below the ports that systems give to outgoing connections (32768 on Linux): between the choice and a slow server's start one of those would be gone again.
    private const int Lowest = 12_000, Highest = 32_000;

    /// <summary>A TCP port on loopback that was free a moment ago. For servers that cannot bind port 0 themselves.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = Random.Shared.Next(Lowest, Highest);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken: another one
            }
        }
    }
}
