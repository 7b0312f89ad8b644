using System.Runtime.InteropServices;
using CozeLoop.Platform.Starting;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>Where libchdb is: the setting <c>CHDB_LIBRARY</c>, else the npm package above the program or the working folder.</summary>
public static class ChdbLibrary
{
    public const string Setting = "CHDB_LIBRARY";

    internal static string WayOut => $"run `npm ci` in the project's folder, or set {Setting} to the path of {FileName}.";

    /// <exception cref="StartException">It is nowhere; the message says how to get it.</exception>
    public static string Locate(IConfiguration configuration) =>
        Find(configuration)
        ?? throw new StartException(
            configuration[Setting] is { Length: > 0 } set
                ? $"{Setting} names {set}, and there is no such file: set it to the path of {FileName}, or to nothing and run `npm ci`."
                : $"The embedded ClickHouse engine ({PackageFolder()}) was not found: {WayOut}"
        );

    /// <summary>Null where it is nowhere.</summary>
    public static string? Find(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } path)
            return File.Exists(path) ? path : null;
        return Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory());
    }

    private static string FileName => OperatingSystem.IsMacOS() ? "libchdb.dylib" : "libchdb.so";

    private static string PackageFolder()
    {
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return OperatingSystem.IsMacOS() ? $"@chdb/lib-darwin-{architecture}" : $"@chdb/lib-linux-{architecture}-gnu";
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            foreach (string name in (string[])[FileName, "libchdb.so"])
            {
                string file = Path.Combine(at.FullName, "node_modules", PackageFolder(), name);
                if (File.Exists(file))
                    return file;
            }
        }
        return null;
    }
}
