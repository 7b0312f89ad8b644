using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>Where the literals of a template can stand in a text.</summary>
internal static class LiteralPlaces
{
    /// <summary>The parts with an empty literal between neighbouring holes, so that the border between them has a place too.</summary>
    public static TemplatePart[] Separate(IReadOnlyList<TemplatePart> parts)
    {
        var pieces = new List<TemplatePart>(parts.Count);
        foreach (var part in parts)
        {
            if (part is TemplatePart.Hole && pieces is [.., TemplatePart.Hole])
                pieces.Add(new TemplatePart.Literal(""));
            pieces.Add(part);
        }
        return [.. pieces];
    }

    /// <summary>The first place of each literal, in order; −1 at holes. Null where the text cannot come from the template.</summary>
    public static int[]? Leftmost(TemplatePart[] pieces, string text)
    {
        var places = NoPlaces(pieces);
        int from = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            if (pieces[i] is not TemplatePart.Literal literal)
                continue;
            int at =
                i == pieces.Length - 1 && i > 0 ? text.Length - literal.Text.Length
                : i == 0 ? 0
                : text.IndexOf(literal.Text, from, StringComparison.Ordinal);
            if (at < from || !StandsAt(text, at, literal.Text))
                return null;
            places[i] = at;
            from = at + literal.Text.Length;
        }
        return pieces is [.., TemplatePart.Hole] || from == text.Length ? places : null;
    }

    /// <summary>The last place of each literal, in order.</summary>
    public static int[]? Rightmost(TemplatePart[] pieces, string text)
    {
        var places = NoPlaces(pieces);
        int until = text.Length;
        for (int i = pieces.Length - 1; i >= 0; i--)
        {
            if (pieces[i] is not TemplatePart.Literal literal)
                continue;
            int at =
                i == 0 ? 0
                : i == pieces.Length - 1 ? until - literal.Text.Length
                : LastIndex(text, literal.Text, until);
            if (at < 0 || at + literal.Text.Length > until || !StandsAt(text, at, literal.Text))
                return null;
            places[i] = at;
            until = at;
        }
        return places;
    }

    /// <summary>What the holes hold when the literals stand at <paramref name="places"/>.</summary>
    public static Dictionary<string, string> Variables(TemplatePart[] pieces, string text, int[] places)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        int from = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            if (pieces[i] is TemplatePart.Literal literal)
                from = places[i] + literal.Text.Length;
            else
                variables[((TemplatePart.Hole)pieces[i]).Name] = text[from..(i + 1 < pieces.Length ? places[i + 1] : text.Length)];
        }
        return variables;
    }

    public static bool StandsAt(string text, int at, string literal) =>
        at >= 0 && at + literal.Length <= text.Length && string.CompareOrdinal(text, at, literal, 0, literal.Length) == 0;

    private static int LastIndex(string text, string literal, int until) =>
        literal.Length == 0 ? until : text.AsSpan(0, until).LastIndexOf(literal);

    private static int[] NoPlaces(TemplatePart[] pieces)
    {
        var places = new int[pieces.Length];
        Array.Fill(places, -1);
        return places;
    }
}
