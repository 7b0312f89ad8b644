using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CozeLoop.Platform.Hosting;

/// <summary>
/// The listeners that only other services reach: a Unix socket of mode 0600, and a port of its own where services run in several
/// processes. Connections over them carry a mark, and internal routes answer 404 without the mark, so that they do not exist on the public
/// ports.
/// </summary>
internal static class InternalListener
{
    private sealed class Mark;

    /// <summary>Unix socket paths end at 107 bytes, so that a long data folder gets a short path of its own under the temporary
    /// folder.</summary>
    public static string SocketPath(DataFolder folder)
    {
        string path = folder.File("internal.sock");
        if (Encoding.UTF8.GetByteCount(path) < 104)
            return path;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)).AsSpan(0, 8));
        return Path.Combine(Path.GetTempPath(), $"cozeloop-{hash}.sock");
    }

    public static void Listen(KestrelServerOptions kestrel, string socketPath, PlatformOptions options)
    {
        File.Delete(socketPath); // what a killed process left; the port's owner has already been decided by the data folder's lock
        kestrel.ListenUnixSocket(socketPath, MarkConnections);
        if (options.InternalPort == 0)
            return;
        if (options.AnyAddress)
            kestrel.ListenAnyIP(options.InternalPort, MarkConnections);
        else
            kestrel.ListenLocalhost(options.InternalPort, MarkConnections);
    }

    private static void MarkConnections(ListenOptions listen) =>
        listen.Use(next =>
            connection =>
            {
                connection.Features.Set(new Mark());
                return next(connection);
            }
        );

    /// <summary>Kestrel makes the socket by the process's umask; only the owner may connect.</summary>
    public static void Protect(string socketPath)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public static bool IsInternal(this HttpContext context) => context.Features.Get<Mark>() is not null;
}
