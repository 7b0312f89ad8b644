using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CozeLoop.Platform.Disk;

/// <summary>
/// Faults of the machine below a store (no room, no quota, read only, no handles) told from faults of what was to be stored: the first are
/// waited for, the second are not.
/// </summary>
internal static class DiskErrors
{
    public const string NoRoom = "no space is left on its disk",
        NoQuota = "its disk quota is used up",
        ReadOnly = "its disk is read-only";
    public const string NoHandles = "too many files are open",
        NoMemory = "no memory is left",
        NotAllowed = "this user may not write it";
    public const string NoThreads = "no thread can be started",
        Unmerged = "too many parts wait to be merged";
    private const string Device = "its disk answers with an error",
        Held = "another program holds it locked",
        Corrupt = "it is corrupt";

    // Numbers of Linux; those of macOS differ in one.
    private const int IoError = 5,
        OutOfMemory = 12,
        NotPermitted = 1,
        AccessDenied = 13,
        TableFull = 23,
        TooManyOpen = 24,
        NoSpace = 28,
        ReadOnlySystem = 30;
    private const int QuotaLinux = 122,
        QuotaMac = 69;

    /// <summary>Why, for a sentence; null where the fault is none of the disk's.</summary>
    public static string? ReasonOf(Exception e) =>
        e switch
        {
            SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
            UnauthorizedAccessException => NotAllowed,
            IOException io => OfNumber(io.HResult) ?? OfText(io.Message),
            _ => null,
        };

    /// <summary>False for what the process or the engine has too little of: that tells nothing of the disk.</summary>
    public static bool IsOfDisk(string why) => why is not (NoMemory or NoThreads or Unmerged);

    public static bool IsCorrupt(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <param name="number">The system's <c>errno</c>.</param>
    public static string? OfNumber(int number) =>
        number switch
        {
            NoSpace => NoRoom,
            QuotaLinux or QuotaMac => NoQuota,
            ReadOnlySystem => ReadOnly,
            TableFull or TooManyOpen => NoHandles,
            OutOfMemory => NoMemory,
            NotPermitted or AccessDenied => NotAllowed,
            IoError => Device,
            _ => null,
        };

    /// <summary>Of errors that carry the system's words inside a text of their own.</summary>
    public static string? OfText(string text)
    {
        if (Has(text, "No space left on device") || Has(text, "errno: 28") || Has(text, "Errcode: 28") || Has(text, "error 28"))
            return NoRoom;
        if (Has(text, "Disk quota exceeded") || Has(text, "errno: 122") || Has(text, "Errcode: 122"))
            return NoQuota;
        if (Has(text, "Read-only file system") || Has(text, "errno: 30") || Has(text, "Errcode: 30"))
            return ReadOnly;
        if (Has(text, "Too many open files") || Has(text, "errno: 24") || Has(text, "Errcode: 24"))
            return NoHandles;
        return Has(text, "Input/output error") ? Device : null;
    }

    private static string? OfSqlite(int code) =>
        code switch
        {
            raw.SQLITE_FULL => NoRoom,
            raw.SQLITE_IOERR => Device,
            raw.SQLITE_READONLY => ReadOnly,
            raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => "it cannot be opened",
            raw.SQLITE_NOMEM => NoMemory,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => Held,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Corrupt,
            _ => null,
        };

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
