using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Comparisons;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Dapper;

namespace CozeLoop.Experiments.Replays;

/// <summary>Moves a label of the prompt to the candidate's version, and keeps the evidence with the move. What is not better needs a reason.</summary>
internal sealed class Promotion(ExperimentsDatabase db, ServiceCalls services, TimeProvider time)
{
    /// <returns>Null, or the rule that is broken as code and text.</returns>
    public static (string Code, string Detail)? WhyNot(ReplayRow replay, PromoteReplay body)
    {
        if (replay.State != ReplayState.Finished) return ("replay_not_finished", "Only a finished replay can be promoted.");
        if (replay is not { PromptKey: not null, CandidateVersion: not null }) return ("nothing_to_promote", "The candidate changes no prompt, so there is no version to promote.");
        string verdict = Columns.FromJson<Comparison>(replay.ComparisonJson!).Verdict;
        return verdict != Verdicts.Better && string.IsNullOrWhiteSpace(body.Reason) ? ("reason_required", $"The verdict is {verdict}, not better: say why it is promoted all the same.") : null;
    }

    /// <exception cref="ApiException">Prompts refused the move.</exception>
    public async Task PromoteAsync(ReplayRow replay, PromoteReplay body, Caller caller, CancellationToken ct)
    {
        string verdict = Columns.FromJson<Comparison>(replay.ComparisonJson!).Verdict;
        string? reason = string.IsNullOrWhiteSpace(body.Reason) ? null : body.Reason.Trim();
        int version = replay.CandidateVersion!.Value;
        var prompts = new PromptsClient(services.For("prompts", caller.WorkspaceId, caller.Actor));
        await prompts.PutLabelAsync(replay.PromptKey!, body.Label, new PutLabel(version) { ReplayId = replay.Id, Verdict = verdict, Reason = reason }, ct);
        await db.WriteAsync(async tx =>
        {
            await tx.Connection.ExecuteAsync("INSERT INTO replay_promotions (replay_id, label, version, time_ms, actor, reason) VALUES (@Id, @Label, @version, @now, @Actor, @reason)",
                new { replay.Id, body.Label, version, now = time.Now(), caller.Actor, reason }, tx.DbTransaction);
            tx.Publish(Topics.Events, AuditOf.Replay(caller.WorkspaceId, time, caller.Actor, "replay.promoted", replay.Id, $"{replay.PromptKey}@{version} as {body.Label}, verdict {verdict}{(reason is null ? "" : ": " + reason)}"));
        }, ct);
    }
}
