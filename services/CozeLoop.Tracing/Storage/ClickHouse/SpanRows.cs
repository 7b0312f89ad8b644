using CozeLoop.Platform.ClickHouse;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>Span records as a Native block of table <c>spans</c>.</summary>
internal static class SpanRows
{
    /// <summary>
    /// What an insert names: the engine by itself refuses more than 100 days (partitions) at once, and a queue may still hold what an older
    /// version took.
    /// </summary>
    public const string Table = "spans SETTINGS max_partitions_per_insert_block = 0";

    /// <summary>
    /// The same where the engine is to watch that an insert has no more days than <see cref="PastSpanWriter.DaysAtOnce"/>.
    /// </summary>
    public const string FewDaysTable = "spans SETTINGS max_partitions_per_insert_block = 8, throw_on_max_partitions_per_insert_block = 1";

    public static NativeBlock<SpanRecord> Encode(IReadOnlyList<SpanRecord> spans)
    {
        var block = new NativeBlock<SpanRecord>(spans);
        foreach (var column in SpanColumns.All)
            column.Write(block);
        return block;
    }
}
