namespace CozeLoop.Tracing.Search.Language;

/// <summary>
/// The one filter model: what the query bar says, as a tree. On spans all terms hold for the same span; on traces each term asks
/// "does the trace have such a span", and NOT asks "has it none".
/// </summary>
internal abstract record Filter
{
    /// <summary>Every term of the tree, in reading order.</summary>
    public IEnumerable<FieldTerm> Terms() => this switch
    {
        All all => all.Parts.SelectMany(p => p.Terms()),
        Any any => any.Parts.SelectMany(p => p.Terms()),
        Not not => not.Part.Terms(),
        FieldTerm term => [term],
        _ => [],
    };
}

/// <summary>AND of at least two parts.</summary>
internal sealed record All(IReadOnlyList<Filter> Parts) : Filter;

/// <summary>OR of at least two parts.</summary>
internal sealed record Any(IReadOnlyList<Filter> Parts) : Filter;

internal sealed record Not(Filter Part) : Filter;

/// <summary>Text contained in name, input or output, whatever the case.</summary>
internal sealed record Text(string Value) : Filter;

/// <param name="Key">What follows the dot in <c>attr.KEY</c> and <c>score.NAME</c>; empty elsewhere.</param>
/// <param name="IsPattern">The value was written without quotes and holds <c>*</c>.</param>
internal sealed record FieldTerm(QueryField Field, string Key, Comparison Comparison, string Value, bool IsPattern) : Filter;

internal enum Comparison { Equal, Less, LessOrEqual, Greater, GreaterOrEqual }
