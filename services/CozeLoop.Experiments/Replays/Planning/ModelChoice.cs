using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>Where both arms run. The old arm takes the recorded model where a connection serves it, else the candidate's, and the plan says
/// so.</summary>
internal sealed record ModelChoice(ArmModel Baseline, ArmModel Candidate, bool Simulated, IReadOnlyList<Notice> Notices)
{
    /// <summary>The connections' names, for people; the arms keep the ids.</summary>
    public required (string Baseline, string Candidate) Names { get; init; }

    /// <summary>Both arms are simulated: no call costs anything.</summary>
    public bool IsFree { get; init; }

    /// <returns>The choice, or the refusal.</returns>
    public static (ModelChoice? Choice, PlanOutcome.Refused? Refused) Of(
        ReplayArm arm,
        IReadOnlyList<ModelConnection> connections,
        IReadOnlyList<string> recordedModels
    )
    {
        var wanted = arm.Connection is null
            ? connections.FirstOrDefault(c => !c.Simulated) ?? (connections is [var simulated, ..] ? simulated : null)
            : connections.FirstOrDefault(c => c.Id == arm.Connection)
                ?? connections.FirstOrDefault(c => string.Equals(c.Name, arm.Connection, StringComparison.OrdinalIgnoreCase));
        if (wanted is null)
            return (
                null,
                arm.Connection is null
                    ? new("no_connection", "Add a model connection first.")
                    : new("connection_not_found", $"There is no connection '{arm.Connection}'.")
            );
        string? recorded = recordedModels is [var only] ? only : null;
        string? model =
            arm.Model
            ?? (
                recorded is not null && wanted.Models.Contains(recorded) ? recorded
                : wanted.Models is [var first, ..] ? first
                : null
            );
        if (model is null)
            return (null, new("model_required", $"The connection '{wanted.Name}' lists no model; name one."));
        var serving =
            recorded is null ? null
            : wanted.Models.Contains(recorded) ? wanted
            : connections.FirstOrDefault(c => !c.Simulated && c.Models.Contains(recorded));
        var candidate = new ArmModel(wanted.Id, model);
        var baseline = serving is null ? candidate : new ArmModel(serving.Id, recorded!);
        var notices = new List<Notice>();
        if (serving is null)
        {
            // Several models may each be served: it is only that one arm cannot run on all of them.
            string why = recordedModels.Count > 1 ? RemarkCodes.BaselineOfSeveralModels : RemarkCodes.BaselineOnCandidateModel;
            notices.Add(Remarks.Of(why, string.Join(", ", recordedModels), model));
        }
        bool isSimulated = wanted.Simulated || serving is { Simulated: true };
        if (isSimulated)
            notices.Add(Remarks.Of(RemarkCodes.Simulated));
        return (
            new ModelChoice(baseline, candidate, isSimulated, notices)
            {
                Names = ((serving ?? wanted).Name, wanted.Name),
                IsFree = wanted.Simulated && serving is null or { Simulated: true },
            },
            null
        );
    }
}
