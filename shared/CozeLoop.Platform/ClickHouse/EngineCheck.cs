using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// What can be seen of the embedded engine's folder before it is opened. The engine makes a new database where its metadata is gone, as if
/// the parts in the folder were nobody's.
/// </summary>
internal static class EngineCheck
{
    /// <exception cref="StartException">The folder is none, or a table that holds parts has lost its metadata.</exception>
    public static void Verify(string folder)
    {
        if (File.Exists(folder))
            throw new StartException($"{folder} is a file, and should be the trace store's folder: move it away.");
        string store = Path.Combine(folder, "store"),
            metadata = Path.Combine(folder, "metadata");
        if (!Directory.Exists(store))
            return;
        string known = string.Concat(Definitions(metadata).Select(File.ReadAllText));
        string? lost = Directory
            .EnumerateDirectories(store)
            .SelectMany(Directory.EnumerateDirectories)
            .FirstOrDefault(table => HoldsParts(table) && !known.Contains(Path.GetFileName(table), StringComparison.OrdinalIgnoreCase));
        if (lost is not null)
            throw Broken(folder, $"{lost} holds rows, and {metadata} does not say of which table");
    }

    public static StartException Broken(string folder, string why, Exception? e = null) =>
        new(
            $"The trace store in {folder} cannot be opened ({why}): put the folder back from a backup, "
                + "or move it away to start without its traces.",
            e
        );

    // Of tables that are there, and of such as have been dropped and are still to be removed.
    private static IEnumerable<string> Definitions(string metadata) =>
        new[] { metadata, metadata + "_dropped" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder).Prepend(folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.sql"));

    private static bool HoldsParts(string table) =>
        File.Exists(Path.Combine(table, "format_version.txt"))
        && Directory.EnumerateDirectories(table).Any(part => File.Exists(Path.Combine(part, "checksums.txt")));
}
