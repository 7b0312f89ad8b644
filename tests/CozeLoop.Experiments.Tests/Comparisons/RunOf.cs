using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Replays;

namespace CozeLoop.Experiments.Tests.Comparisons;

/// <summary>Builds runs of one yes/no evaluator for tests.</summary>
internal static class RunOf
{
    public static readonly CallOutcome Yes = Scored(1),
        No = Scored(0);
    public static readonly CallOutcome Refused = new(CallFate.Failed, "refused", Results(null), 100, 0.001m, false, false);
    public static readonly CallOutcome CutOff = new(CallFate.Missing, "truncated", Results(null), 100, 0.001m, false, false);
    public static readonly CallOutcome Missing = new(CallFate.Missing, "context_length", Results(null), null, null, false, false);
    public static readonly CallOutcome Skipped = new(CallFate.Skipped, "budget", Results(null), null, null, false, false);

    public static CallOutcome Scored(double value, bool binary = true, bool simulated = false) =>
        new(CallFate.Answered, null, Results(value, binary), 100, 0.001m, false, simulated);

    /// <summary>Pairs of (old, new), each of a cluster of its own.</summary>
    public static RunOutcome Pairs(params IEnumerable<(CallOutcome Old, CallOutcome New)> pairs) =>
        Items(pairs.Select((p, i) => new ItemOutcome($"i{i}", $"c{i}", "proven", p.Old, null, p.New)));

    public static RunOutcome Items(IEnumerable<ItemOutcome> items)
    {
        ItemOutcome[] all = [.. items];
        return new RunOutcome(ReplayDesign.Of(Request(all.Length), Plan(all.Length)), [new JudgedBy("brief", 3, "regex")], all);
    }

    public static CreateReplay Request(int items) =>
        new()
        {
            Name = "Be brief",
            Source = new ReplaySource("model:x", null, null, new SampleSpec(items, 7)),
            Arms = [new ReplayArm { SystemPrompt = "x" }],
            Evaluators = ["brief"],
            PrimaryMetric = "brief",
        };

    public static ReplayPlan Plan(int items) =>
        new()
        {
            Items = items,
            ClusterBy = "task",
            Population = 1000,
        };

    public static IEnumerable<(CallOutcome, CallOutcome)> Times(int n, CallOutcome old, CallOutcome @new) =>
        Enumerable.Repeat((old, @new), n);

    private static Dictionary<string, EvaluationResult> Results(double? value, bool binary = true) =>
        value is { } v ? new() { ["brief"] = new EvaluationResult("brief", 3, "regex", v, null, null, null) { Binary = binary } } : [];
}
