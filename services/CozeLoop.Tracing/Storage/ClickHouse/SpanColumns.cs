using System.Reflection;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>The columns of table <c>spans</c>, as <see cref="SpanRecord"/> declares them. A test compares them with the
/// migrations.</summary>
internal static class SpanColumns
{
    public static IReadOnlyList<SpanColumn> All { get; } =
    [
        .. from property in typeof(SpanRecord).GetProperties()
        let declared = property.GetCustomAttribute<SpanColumnAttribute>()
        where declared is not null
        select new SpanColumn(property, declared),
    ];

    /// <summary>Those whose length the client decides.</summary>
    public static IReadOnlyList<SpanColumn> Long { get; } = [.. All.Where(column => column.Declared.IsLong)];

    /// <summary>Kinds of tokens: none is contained in another, so that their sum is all of a span's tokens.</summary>
    public static IReadOnlyList<SpanColumn> Tokens { get; } =
    [.. All.Where(column => column.Name.StartsWith("tokens_", StringComparison.Ordinal))];

    /// <param name="property">Of <see cref="SpanRecord"/>.</param>
    public static SpanColumn Of(string property) => All.Single(column => column.Property == property);
}
