using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>SELECT lists of spans.</summary>
internal static class SpanSql
{
    /// <summary>Everything that is in the row; <see cref="LongFields.LongFieldReader"/> brings what is not.</summary>
    public static string Full { get; } = string.Join(", ", SpanColumns.All.Select(column => column.Select));

    /// <summary>No column that grows with the content.</summary>
    public static string Preview { get; } = string.Join(", ", SpanColumns.All.Select(column => column.SelectPreview).OfType<string>());

    private static readonly string Place = string.Join(
        ", ",
        new[]
        {
            nameof(SpanRecord.TraceId),
            nameof(SpanRecord.SpanId),
            nameof(SpanRecord.ParentSpanId),
            nameof(SpanRecord.StartUnixNano),
        }.Select(property => SpanColumns.Of(property).Select)
    );

    private static readonly string ContentBytes = string.Join(" + ", SpanColumns.Long.Select(Bytes));

    /// <summary>As <see cref="SpanOutline"/>.</summary>
    public static string Outline(bool full) => $"{Place}, toInt64({(full ? ContentBytes : "0")}) AS contentBytes";

    private static string Bytes(SpanColumn column) =>
        column.IsMap
            ? $"{column.Declared.Shown} * arraySum(arrayMap(v -> length(v), mapValues({column.Name})))"
            : $"{column.Declared.Shown} * length({column.Name})";
}
