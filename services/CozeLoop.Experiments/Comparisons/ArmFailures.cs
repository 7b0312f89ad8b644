using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>Counts the calls without a usable answer by arm and cause, and keeps the provider's words of one of each.</summary>
internal static class ArmFailures
{
    public static IReadOnlyList<ArmFailure> Of(IReadOnlyList<ItemOutcome> items) =>
        [.. Of(Arms.Candidate, items.Select(i => i.Candidate)), .. Of(Arms.Baseline, items.Select(i => i.Baseline))];

    private static IEnumerable<ArmFailure> Of(string arm, IEnumerable<CallOutcome?> calls) =>
        calls
            .OfType<CallOutcome>()
            .Where(c => c.Fate is CallFate.Failed or CallFate.Missing)
            .GroupBy(c => c.Cause ?? CallCauses.Unknown, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new ArmFailure(arm, g.Key, g.Count(), g.Select(c => c.Said).FirstOrDefault(said => said is not null)));
}
