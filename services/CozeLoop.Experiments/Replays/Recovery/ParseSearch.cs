using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>Depth-first search for the parses of a text, pruned by equal names and by the rightmost place of each literal.</summary>
internal sealed class ParseSearch(TemplatePart[] pieces, string text, int[] rightmost, int wanted, SearchShare share)
{
    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public List<IReadOnlyDictionary<string, string>> Found { get; } = [];

    /// <summary>Every parse was seen: neither limit was met.</summary>
    public bool Complete { get; private set; } = true;

    public void Run() => Visit(0, 0);

    /// <returns>False to stop altogether.</returns>
    private bool Visit(int piece, int at)
    {
        if (!share.TakeState())
            return Complete = false;
        if (piece == pieces.Length)
            return at != text.Length || Keep();
        if (pieces[piece] is TemplatePart.Literal literal)
        {
            return at > rightmost[piece] || !LiteralPlaces.StandsAt(text, at, literal.Text) || Visit(piece + 1, at + literal.Text.Length);
        }
        string name = ((TemplatePart.Hole)pieces[piece]).Name;
        if (_bound.TryGetValue(name, out string? value))
            return !LiteralPlaces.StandsAt(text, at, value) || Visit(piece + 1, at + value.Length);
        return Fill(name, piece, at);
    }

    private bool Fill(string name, int piece, int at)
    {
        for (int end = NextEnd(piece, at); end >= 0; end = end < text.Length ? NextEnd(piece, end + 1) : -1)
        {
            share.Spend(end - at);
            _bound[name] = text[at..end];
            bool goOn = Visit(piece + 1, end);
            _bound.Remove(name);
            if (!goOn)
                return false;
        }
        return true;
    }

    /// <summary>The next place from <paramref name="from"/> on where the hole can end: where its literal stands, or the end of the
    /// text.</summary>
    private int NextEnd(int piece, int from)
    {
        if (piece + 1 == pieces.Length)
            return from <= text.Length ? text.Length : -1;
        int at = text.IndexOf(((TemplatePart.Literal)pieces[piece + 1]).Text, from, StringComparison.Ordinal);
        share.Spend((at < 0 ? text.Length : at) - from + 1);
        return at > rightmost[piece + 1] ? -1 : at;
    }

    private bool Keep()
    {
        share.Spend(text.Length);
        // Holes that are empty can be reached by two paths; the assignment is what counts.
        if (_seen.Add(string.Join('\u0001', _bound.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => $"{b.Value.Length}:{b.Value}"))))
        {
            Found.Add(new Dictionary<string, string>(_bound, StringComparer.Ordinal));
        }
        return Found.Count < wanted || (Complete = false);
    }
}
