using System.Text.RegularExpressions;

namespace CozeLoop.Contracts.Gates;

/// <summary>
/// What must hold for a run to pass, declared before it: conditions joined by <c>and</c>, all of which must hold (an intersection-union
/// test, which needs no adjustment for their number: Berger 1982).
/// </summary>
public sealed partial record Gate(IReadOnlyList<GateTerm> Terms)
{
    /// <summary>Conditions that a gate, and all gates of a run together, may have.</summary>
    public const int MostTerms = 20;

    /// <returns>Null where the text is no gate.</returns>
    public static Gate? Parse(string text)
    {
        GateTerm?[] terms = [.. And().Split(text).Take(MostTerms + 1).Select(GateTerm.Parse)];
        return terms.Length > MostTerms || terms.Contains(null) ? null : new Gate([.. terms.OfType<GateTerm>()]);
    }

    /// <summary>The metrics it names.</summary>
    public IEnumerable<string> Metrics =>
        Terms
            .Select(term =>
                term switch
                {
                    GateTerm.Better better => better.Metric,
                    GateTerm.Bounded bounded => bounded.Metric,
                    GateTerm.NotWorse notWorse => notWorse.Metric,
                    _ => null,
                }
            )
            .OfType<string>();

    [GeneratedRegex(@"\s+and\s+|;", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();
}
