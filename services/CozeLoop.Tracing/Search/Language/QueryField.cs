using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Search.Language;

internal enum FieldKind
{
    /// <summary>Text, compared whole or with <c>*</c>.</summary>
    Word,

    /// <summary>A list of words, of which one must match.</summary>
    WordList,

    /// <summary>A prompt's key, or <c>KEY@VERSION</c>.</summary>
    Prompt,
    Number,

    /// <summary>Nanoseconds in the store; written with a unit, milliseconds without.</summary>
    Duration,
    Attribute,
    Score,
}

/// <summary>A field of the query bar and the expression of table <c>spans</c> behind it.</summary>
/// <param name="IsOutcome">A consequence of how well the call went: selecting by it biases a comparison with what was recorded.</param>
internal sealed record QueryField(string Name, FieldKind Kind, string Sql, bool IsOutcome = false)
{
    private static readonly string AllTokens = $"({string.Join(" + ", SpanColumns.Tokens.Select(column => $"ifNull({column.Name}, 0)"))})";

    private static readonly QueryField Attribute = new("attr", FieldKind.Attribute, "attributes");
    private static readonly QueryField Score = new("score", FieldKind.Score, "", IsOutcome: true);

    public static IReadOnlyList<QueryField> Plain { get; } =
    [
        .. SpanColumns
            .All.Where(column => column.Declared.Search is not null)
            .Select(column => new QueryField(
                column.Declared.Search!,
                column.Declared.SearchKind,
                column.Comparable,
                column.Declared.IsOutcome
            )),
        new("tokens", FieldKind.Number, AllTokens),
    ];

    /// <summary>The field and the key behind its dot; null where there is no such field. Names are found whatever their case.</summary>
    public static (QueryField Field, string Key)? Find(string written)
    {
        foreach (var keyed in (ReadOnlySpan<QueryField>)[Attribute, Score])
        {
            string prefix = keyed.Name + ".";
            if (written.Length > prefix.Length && written.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return (keyed, written[prefix.Length..]);
        }
        string name = written.Equals("environment", StringComparison.OrdinalIgnoreCase) ? "env" : written;
        var plain = Plain.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return plain is null ? null : (plain, "");
    }
}
