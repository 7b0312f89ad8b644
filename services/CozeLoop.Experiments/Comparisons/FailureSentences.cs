using System.Globalization;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Comparisons;

/// <summary>Words what failed: single calls of an arm, or a run as a whole.</summary>
internal static class FailureSentences
{
    /// <summary>A sentence for each arm that failed on an item.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ArmFailure> failures, int items, CultureInfo culture) =>
        failures
            .GroupBy(f => f.Arm)
            .Select(arm =>
                Text(
                    "Failed_" + arm.Key,
                    culture,
                    arm.Sum(f => f.Count),
                    items,
                    string.Join(Text("Failed_and", culture), arm.Select(f => Counted(f, culture)))
                )
            );

    /// <summary>Why the run ended: whose model at which connection, and what was said of it.</summary>
    public static string Of(RunFailure failure, CultureInfo culture) =>
        Text("Run_" + failure.Cause, culture, Text("Run_" + failure.Arm, culture), failure.Connection, failure.Model, failure.Message);

    private static string Counted(ArmFailure failure, CultureInfo culture) =>
        Sentences.Find("Failed_by_" + failure.Cause, culture) is { } known
            ? string.Format(culture, known, failure.Count)
            : Text("Failed_by", culture, failure.Count, failure.Cause);

    private static string Text(string key, CultureInfo culture, params object[] arguments) =>
        string.Format(culture, Sentences.Find(key, culture)!, arguments);
}
