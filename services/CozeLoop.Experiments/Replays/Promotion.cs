using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Dapper;

namespace CozeLoop.Experiments.Replays;

/// <summary>Moves a label of the prompt to the candidate's version, and keeps the evidence with the move. What is not better, or was
/// simulated, needs a reason; what was simulated never reaches a protected label.</summary>
internal sealed class Promotion(ExperimentsDatabase db, ServiceCalls services, TimeProvider time)
{
    /// <returns>Null, or the rule that is broken as code and text.</returns>
    public static (string Code, string Detail)? WhyNot(RunRow replay, PromoteReplay body)
    {
        if (replay.State != RunStates.Finished)
            return ("replay_not_finished", "Only a finished replay can be promoted.");
        if (replay is not { PromptKey: not null, CandidateVersion: not null })
            return ("nothing_to_promote", "The candidate changes no prompt, so there is no version to promote.");
        var comparison = Columns.FromJson<Comparison>(replay.ComparisonJson!);
        if (comparison.Simulated && ProtectedLabels.Contains(body.Label))
            return ("simulated_not_promotable", Simulated(body.Label));
        if (!string.IsNullOrWhiteSpace(body.Reason))
            return null;
        if (comparison.Simulated)
            return ("reason_required", "A model of this replay was simulated: say why it is promoted all the same.");
        return comparison.Decision == Decisions.Pass ? null : ("reason_required", NotPassed(comparison));
    }

    /// <exception cref="ApiException">Prompts refused the move.</exception>
    public async Task PromoteAsync(RunRow replay, PromoteReplay body, Caller caller, CancellationToken ct)
    {
        var comparison = Columns.FromJson<Comparison>(replay.ComparisonJson!);
        string? reason = string.IsNullOrWhiteSpace(body.Reason) ? null : body.Reason.Trim();
        int version = replay.CandidateVersion!.Value;
        var prompts = new PromptsClient(services.For("prompts", caller.WorkspaceId, caller.Actor));
        var evidence = new PutLabel(version)
        {
            ReplayId = replay.Id,
            Verdict = comparison.Verdict,
            Reason = reason,
            Simulated = comparison.Simulated,
        };
        await prompts.PutLabelAsync(replay.PromptKey!, body.Label, evidence, ct);
        await db.WriteAsync(
            async tx =>
            {
                await tx.Connection.ExecuteAsync(
                    """
                    INSERT INTO run_promotions (run_id, label, version, time_ms, actor, reason)
                    VALUES (@Id, @Label, @version, @now, @Actor, @reason)
                    """,
                    new
                    {
                        replay.Id,
                        body.Label,
                        version,
                        now = time.UnixMs(),
                        caller.Actor,
                        reason,
                    },
                    tx.DbTransaction
                );
                string verdict = comparison.Simulated ? comparison.Verdict + ", simulated" : comparison.Verdict;
                string detail = $"{replay.PromptKey}@{version} as {body.Label}, verdict {verdict}";
                if (reason is not null)
                    detail += ": " + reason;
                tx.Raise(new RunChanged(caller, replay.Source, replay.Id, AuditActions.ReplayPromoted, detail));
            },
            ct
        );
    }

    private static string Simulated(string label) =>
        "A model of this replay was simulated, which says nothing about a real one: "
        + $"it cannot be promoted to '{label}'. Run it on a real connection.";

    private static string NotPassed(Comparison comparison) =>
        comparison.Gates.FirstOrDefault(g => g.Outcome != GateOutcomes.Met) is { } gate
            ? $"The gate '{gate.Gate}' is {(gate.Outcome == GateOutcomes.NotMet ? "not met" : "not decided")}: "
                + "say why it is promoted all the same."
            : $"The verdict is {comparison.Verdict}, not better: say why it is promoted all the same.";
}
