using CozeLoop.Contracts.Api;
using CozeLoop.Truth.Runs;
using CozeLoop.Truth.Scenarios;

namespace CozeLoop.Truth.Figures;

/// <summary>What the replays of one scenario said, counted against its truth.</summary>
internal sealed class Tally(Scenario scenario, IReadOnlyList<RunOutcome> runs)
{
    public Scenario Scenario => scenario;
    public int Runs => runs.Count;

    /// <summary>A verdict where there is nothing to find, or the opposite of what there is.</summary>
    public Share FalseVerdicts =>
        Of(r =>
            scenario.IsNull ? r.Verdict is Verdicts.Better or Verdicts.Worse : r.Verdict == (IsBetter ? Verdicts.Worse : Verdicts.Better)
        );

    /// <summary>The truth was found.</summary>
    public Share Found => Of(r => r.Verdict == (IsBetter ? Verdicts.Better : Verdicts.Worse));

    /// <summary>The interval holds the truth. None says nothing false: it holds everything.</summary>
    public Share Covered =>
        Of(r => r.Metric is not { Low: { } low, High: { } high } || (low <= scenario.Effect && scenario.Effect <= high));

    /// <summary>The forecast of the plans, on average: each learned from the run before. Null where no effect was wanted.</summary>
    public double? Power => runs.Average(r => r.Power);

    /// <summary>Outcomes of a gate that say the opposite of the truth.</summary>
    /// <param name="gate">Index in <see cref="PlantedGate.All"/>.</param>
    public Share FalseGates(int gate) => Of(r => PlantedGate.All[gate].IsFalse(r.Gates[gate], scenario.Effect));

    /// <summary>Mean difference over all runs and its standard error, in points.</summary>
    public (double Mean, double Error) Seen
    {
        get
        {
            double[] seen = [.. runs.Select(r => r.Metric.Difference ?? 0)];
            double mean = seen.Average(),
                variance = seen.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, seen.Length - 1);
            return (mean, Math.Sqrt(variance / seen.Length));
        }
    }

    private bool IsBetter => scenario.Effect > 0;

    private Share Of(Func<RunOutcome, bool> counts) => new(runs.Count(counts), runs.Count);
}
