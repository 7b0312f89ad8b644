namespace CozeLoop.Tracing.Spans;

/// <summary>
/// Bounds an insert by what it holds in memory. Messages do not bound it: a resource travels once for many spans and is stored with each,
/// so a batch of 16 MiB can be rows of gigabytes.
/// </summary>
internal static class InsertSize
{
    /// <summary>Bytes of rows that are stored at once; with one row more, however large that is.</summary>
    public const long Most = 64L << 20;

    public static IEnumerable<IReadOnlyList<SpanRecord>> Cut(IEnumerable<SpanRecord> rows)
    {
        var piece = new List<SpanRecord>();
        long size = 0;
        foreach (var row in rows)
        {
            piece.Add(row);
            size += ResourceSize(row);
            if (size < Most)
                continue;
            yield return piece;
            (piece, size) = ([], 0);
        }
        if (piece.Count > 0)
            yield return piece;
    }

    // What else a row says came in its own bytes, which the batch bounds.
    private static long ResourceSize(SpanRecord row)
    {
        long size = 0;
        foreach (var (key, value) in row.Resource)
            size += key.Length + value.Length;
        return size;
    }
}
