using CozeLoop.Platform.Disk;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Starting;

/// <summary>
/// Whether the SQLite files of a data folder are whole. Files up to <see cref="WholeUpTo"/> are checked page by page; larger ones by their
/// header, schema and length, because the start must not wait for a reading of gigabytes: <c>cozeloop doctor</c> reads them all.
/// </summary>
internal static class SqliteCheck
{
    private const long WholeUpTo = 64L << 20;

    /// <summary>Null where the file is whole, or not there yet.</summary>
    public static string? Fault(string path, bool whole = false)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return Directory.Exists(path) ? $"{path} is a folder, and should be a SQLite file: move it away." : null;
        if (file.Length == 0)
            return HasLog(path) || HasNeighbours(file) ? Broken(path, "it is empty") : null;
        try
        {
            return Look(path, whole || file.Length <= WholeUpTo) is { } wrong ? Broken(path, wrong) : null;
        }
        catch (SqliteException e) when (DiskErrors.ReasonOf(e) is { } why && !DiskErrors.IsCorrupt(e))
        {
            return $"{path} cannot be opened ({why}): see to it that this user may write it, and that its disk has room.";
        }
        catch (SqliteException e)
        {
            return Broken(path, StartFaults.OneLine(e.Message));
        }
    }

    private static string? Look(string path, bool whole)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = whole ? "PRAGMA quick_check(1)" : "SELECT CASE WHEN COUNT(*) >= 0 THEN 'ok' END FROM sqlite_schema";
        string? said = command.ExecuteScalar() as string;
        return said == "ok" ? null : StartFaults.OneLine(said ?? "it cannot be read");
    }

    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    /// <summary>
    /// No start leaves an empty file (<see cref="Relational.NewSqliteFile"/>): where others hold something, this one has lost what it held.
    /// Where none does nothing can have been lost.
    /// </summary>
    private static bool HasNeighbours(FileInfo file) =>
        file.Directory!.EnumerateFiles("*.db").Any(other => other.Name != file.Name && other.Length > 0);

    private static string Broken(string path, string why) =>
        $"{path} is corrupt ({why.TrimEnd('.')}): put it back from a backup, "
        + "or move it and its -wal and -shm away to start without what it held.";
}
