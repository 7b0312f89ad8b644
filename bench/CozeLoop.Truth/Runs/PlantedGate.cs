using System.Globalization;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Truth.Runs;

/// <summary>A gate on a scenario's metric, and whether the truth keeps it.</summary>
/// <param name="Bound">In points.</param>
/// <param name="IsStrict">The difference is above the bound, not at it.</param>
internal sealed record PlantedGate(double Bound, bool IsStrict)
{
    /// <summary>What every run declares: not much worse, and really better.</summary>
    public static readonly IReadOnlyList<PlantedGate> All = [new(-5, false), new(0, true)];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsStrict ? ">" : ">=")} {Bound}");

    /// <summary>An outcome that says the opposite of the truth; one that does not tell is never false.</summary>
    public bool IsFalse(string outcome, double effect)
    {
        bool isKept = IsStrict ? effect > Bound : effect >= Bound;
        return outcome == (isKept ? GateOutcomes.NotMet : GateOutcomes.Met);
    }
}
