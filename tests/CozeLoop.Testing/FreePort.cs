using System.Net;
using System.Net.Sockets;

namespace CozeLoop.Testing;

public static class FreePort
{
    /// <summary>A TCP port on loopback that was free a moment ago. For servers that cannot bind port 0 themselves.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
