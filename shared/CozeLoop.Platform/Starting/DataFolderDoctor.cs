using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Hosting;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Starting;

/// <summary>What <c>cozeloop doctor</c> looks at in a data folder, whether a server runs on it or not: it changes nothing there.</summary>
public static class DataFolderDoctor
{
    /// <param name="root">Absolute; a folder that does not exist yet is not reported.</param>
    /// <returns>Each with what is wrong; null where nothing is.</returns>
    public static IReadOnlyList<(string Subject, string? Fault)> Check(string root)
    {
        if (File.Exists(root))
            return [("data folder", $"{root} is a file: set {DataFolder.Setting} to a folder.")];
        if (!Directory.Exists(root))
            return [];
        if (FileModes.Owner(root) is { } ids && ids.Owner != ids.Self)
        {
            return [("data folder", $"{root} belongs to the user {ids.Owner}, and the doctor runs as {ids.Self}: let that user run it.")];
        }
        return
        [
            ("data folder", Asked(() => Open(root))),
            ("engine metadata", Asked(() => Engine(root))),
            .. Directory
                .EnumerateFiles(root, "*.db")
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileName(path), Asked(() => SqliteCheck.Fault(path, whole: true)))),
        ];
    }

    private static string? Open(string root) =>
        FileModes.CountOpen(root) is > 0 and var count
            ? $"{count} files and folders in {root} are open to other users: the next start takes them back, or chmod -R go= {root}"
            : null;

    private static string? Engine(string root)
    {
        EngineCheck.Verify(Path.Combine(root, "clickhouse"));
        return null;
    }

    private static string? Asked(Func<string?> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException or SqliteException)
        {
            return StartFaults.OneLine(e.Message);
        }
    }
}
