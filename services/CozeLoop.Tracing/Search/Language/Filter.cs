namespace CozeLoop.Tracing.Search.Language;

/// <summary>
/// The one filter model: what the query bar says, as a tree. On spans all terms hold for the same span; on traces each term asks
/// "does the trace have such a span", and NOT asks "has it none".
/// </summary>
internal abstract record Filter
{
    /// <summary>Every term on a field, in reading order.</summary>
    public IEnumerable<FieldTerm> Terms() => Leaves().OfType<FieldTerm>();

    /// <summary>Every term and text, in reading order.</summary>
    public IEnumerable<Filter> Leaves() =>
        this switch
        {
            All all => all.Parts.SelectMany(p => p.Leaves()),
            Any any => any.Parts.SelectMany(p => p.Leaves()),
            Not not => not.Part.Leaves(),
            _ => [this],
        };

    /// <summary>What the tree says where each leaf says what <paramref name="leaf"/> answers.</summary>
    public bool Holds(Func<Filter, bool> leaf) =>
        this switch
        {
            All all => all.Parts.All(p => p.Holds(leaf)),
            Any any => any.Parts.Any(p => p.Holds(leaf)),
            Not not => !not.Part.Holds(leaf),
            _ => leaf(this),
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

internal enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
