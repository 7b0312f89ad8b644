using System.Globalization;

namespace CozeLoop.Tracing.Search.Language;

/// <summary>
/// How much a search may ask of the store: what is compared with a column is cheap, what reads every text of every call is not.
/// </summary>
internal static class QueryCost
{
    /// <summary>Words and quoted texts, each of which is looked for in all content.</summary>
    public const int MaxTexts = 20;

    /// <summary>Terms on attributes, on scores, and with <c>*</c>, together.</summary>
    public const int MaxLookups = 50;

    /// <summary>Stars and characters of one pattern.</summary>
    public const int MaxStars = 10,
        MaxPattern = 1_000;

    /// <summary>What there is too much of, for a person; null where the search is within its bounds.</summary>
    public static string? TooMuch(Filter filter)
    {
        var leaves = filter.Leaves().ToList();
        if (leaves.Count(leaf => leaf is Text) is var texts && texts > MaxTexts)
        {
            return Words(
                $"The query looks for {texts} texts in all content; at most {MaxTexts} are possible. Fields cost less than words."
            );
        }
        var terms = leaves.OfType<FieldTerm>().ToList();
        if (terms.Count(IsLookup) is var lookups && lookups > MaxLookups)
        {
            return Words($"The query has {lookups} terms on attributes, on scores or with *; at most {MaxLookups} are possible.");
        }
        if (terms.Find(t => t.IsPattern && (t.Value.Length > MaxPattern || t.Value.Count(c => c == '*') > MaxStars)) is { } pattern)
        {
            return Words($"The pattern of '{pattern.Field.Name}' is too long: at most {MaxPattern} characters and {MaxStars} stars.");
        }
        return null;
    }

    private static bool IsLookup(FieldTerm term) => term.IsPattern || term.Field.Kind is FieldKind.Attribute or FieldKind.Score;

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
