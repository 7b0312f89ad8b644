using CozeLoop.Platform.Disk;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>What an error of the engine says about the machine it runs on, whoever asked it for what.</summary>
internal static class ChdbErrors
{
    // https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
    private const int MemoryLimit = 241;

    private static readonly Dictionary<int, string> Machine = new()
    {
        [243] = DiskErrors.NoRoom, // NOT_ENOUGH_SPACE: it reserves before it writes
        [75] = "a file cannot be written",
        [76] = "a file cannot be opened",
        [77] = "a file cannot be closed",
        [74] = "a file cannot be read",
        [172] = "a folder cannot be made",
        [173] = DiskErrors.NoMemory,
        [252] = DiskErrors.Unmerged,
        [439] = DiskErrors.NoThreads,
    };

    /// <summary>Null where the statement is to blame.</summary>
    public static string? ReasonOf(ClickHouseException e)
    {
        if (DiskErrors.OfText(e.Message) is { } words)
            return words;
        if (e.Code == MemoryLimit)
            return IsOfQuery(e.Message) ? null : DiskErrors.NoMemory;
        return Machine.GetValueOrDefault(e.Code);
    }

    /// <summary>
    /// "Query memory limit exceeded", before 25.x "Memory limit (for query) exceeded": this statement's own limit. The process's and the
    /// user's have other names.
    /// </summary>
    public static bool IsOfQuery(string text) =>
        text.Contains("Query memory limit", StringComparison.Ordinal) || text.Contains("(for query)", StringComparison.Ordinal);
}
