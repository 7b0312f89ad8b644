using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>The ways a template can have made a text.</summary>
/// <param name="Parses">Distinct assignments of the variables, up to the number asked for.</param>
/// <param name="Complete">False where the search stopped (at the number asked for, or at its limit of states) before it saw every
/// parse.</param>
internal sealed record Alignment(IReadOnlyList<IReadOnlyDictionary<string, string>> Parses, bool Complete)
{
    /// <summary>Exactly one parse, and that is known for certain.</summary>
    public bool IsUnique => Complete && Parses.Count == 1;
}

/// <summary>
/// Inverts a template: which variables render exactly this text. With distinct names the answer is unique if and only if placing the
/// literals leftmost and rightmost gives the same places, which is linear. A name used twice makes the question NP-complete (Angluin
/// 1980): a depth-first search with a limit on its states; where the limit is met, nothing is claimed to be unique.
/// </summary>
internal static class TemplateAlignment
{
    public const int MaxStates = 100_000;

    /// <summary>Literals and holes of a template that is searched: the search goes one call deeper with each.</summary>
    private const int MaxPieces = 1000;

    /// <param name="parses">Stop after this many; 2 tell unique from ambiguous.</param>
    public static Alignment Align(IReadOnlyList<TemplatePart> parts, string text, int parses = 2, SearchBudget? budget = null)
    {
        var pieces = LiteralPlaces.Separate(parts);
        if (LiteralPlaces.Rightmost(pieces, text) is not { } rightmost || LiteralPlaces.Leftmost(pieces, text) is not { } leftmost)
            return new Alignment([], true);
        bool distinct =
            parts.OfType<TemplatePart.Hole>().Select(h => h.Name).Distinct(StringComparer.Ordinal).Count()
            == parts.Count(p => p is TemplatePart.Hole);
        if (distinct && leftmost.AsSpan().SequenceEqual(rightmost))
            return new Alignment([LiteralPlaces.Variables(pieces, text, leftmost)], true);
        if (pieces.Length > MaxPieces)
            return new Alignment([], Complete: false);
        var search = new ParseSearch(pieces, text, rightmost, parses, (budget ?? new SearchBudget(SearchBudget.OfAPlan)).Share(MaxStates));
        search.Run();
        return new Alignment(search.Found, search.Complete);
    }
}
