using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>A plan, or why there cannot be one.</summary>
internal abstract record PlanOutcome
{
    private PlanOutcome() { }

    public sealed record Planned(PlannedRun Replay) : PlanOutcome;

    /// <param name="Field">The request's field at fault (a 400); null for a rule broken (a 422).</param>
    public sealed record Refused(string Code, string Detail, string? Field = null) : PlanOutcome;
}
