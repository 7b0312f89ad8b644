using CozeLoop.Platform.Blobs;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// Makes SQLite files that are there with their first page or not at all. SQLite makes an empty file first, and one that a cut-off start
/// left could not be told from one that has lost what it held.
/// </summary>
internal static class NewSqliteFile
{
    // A file's writer and readers open it at the same time.
    private static readonly Lock Making = new();

    /// <summary>Nothing where there is a file.</summary>
    /// <param name="pageSize">Bytes.</param>
    public static void Make(string path, int pageSize)
    {
        lock (Making)
        {
            if (Path.Exists(path))
                return;
            string draft = path + "~new";
            foreach (string left in (string[])[draft, draft + "-journal", draft + "-wal", draft + "-shm"])
                File.Delete(left);
            Write(draft, pageSize);
            // As SQLite does with a new file: a log that another one left must not be played into it.
            foreach (string left in (string[])[path + "-journal", path + "-wal", path + "-shm"])
                File.Delete(left);
            File.Move(draft, path);
            FolderSync.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }

    private static void Write(string path, int pageSize)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA page_size={pageSize}; PRAGMA journal_mode=WAL";
        command.ExecuteNonQuery();
    }
}
