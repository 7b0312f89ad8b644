using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Evaluators;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Evaluation.Subjects;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Evaluation.Judging.Lanes;

/// <summary>Makes one judgement and records what came of it.</summary>
internal sealed class JudgementMaker(
    Judgements judgements,
    EvaluatorStore evaluators,
    Scorer scorer,
    ResultStore results,
    ILogger<JudgementMaker> log
)
{
    private const string Actor = "service:evaluation";

    // Of the platform's own faults, which no waiting heals.
    private const int MostErrors = 8;

    public async Task MakeAsync(JudgementRow row, CancellationToken stopping)
    {
        try
        {
            if (await judgements.SubjectAsync(row, stopping) is not { } subject)
                return;
            if (await evaluators.FindVersionAsync(row.WorkspaceId, row.Key, row.Version, stopping) is not { } version)
                throw new InvalidOperationException($"The version {row.Version} of the evaluator {row.Key} is gone.");
            await AskAsync(row, subject, version, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await judgements.ReturnAsync(row, TimeSpan.Zero, counts: false);
        }
        catch (Exception e) when (!StoreFaults.IsAway(e))
        {
            await ErrorAsync(row, e);
        }
    }

    /// <summary>The judge has been away for too long: the result is missing.</summary>
    public async Task LapseAsync(JudgementRow row, LaneFaults faults, CancellationToken ct)
    {
        if (await judgements.SubjectAsync(row, ct) is { } subject)
            await results.RecordAsync(subject, [await MissingAsync(row, "judge_" + faults.Cause, faults.Message, ct)], ct);
    }

    private async Task AskAsync(JudgementRow row, EvaluateSubject subject, EvaluatorVersion version, CancellationToken stopping)
    {
        var scored = await TryAsync(row, subject, version, stopping);
        if (scored.FaultForNow is { } fault)
        {
            log.LogWarning("The judge {Key} of run {Run} cannot answer now ({Cause}); the subject waits", row.Key, row.RunId, fault.Cause);
            await judgements.FaultAsync(row, fault);
        }
        else if (scored.Result.Cause == "judge_" + FailureCauses.Cancelled)
        {
            // Its run is gone; should that not be known here yet, the judge is not asked before it is.
            await judgements.ReturnAsync(row, Judgements.Retries.After(1), counts: false);
        }
        else
        {
            await results.RecordAsync(subject, [scored.Result], CancellationToken.None);
        }
    }

    private async Task<Scored> TryAsync(JudgementRow row, EvaluateSubject subject, EvaluatorVersion version, CancellationToken stopping)
    {
        try
        {
            return await scorer.ScoreAsync(
                new Subject(subject.Messages, subject.Answer, subject.Reference),
                row.Key,
                version,
                row.WorkspaceId,
                Actor,
                row.RunId,
                row.SubjectId,
                stopping
            );
        }
        catch (Exception e) when (e is HttpRequestException or ApiException)
        {
            return Away(row, version, FailureCauses.Unreachable, "The models service cannot be used: " + e.Message);
        }
        catch (OperationCanceledException e) when (!stopping.IsCancellationRequested)
        {
            return Away(row, version, FailureCauses.Timeout, "The models service did not answer in time: " + e.Message);
        }
    }

    private async Task ErrorAsync(JudgementRow row, Exception e)
    {
        log.LogError(e, "The judge {Key} could not be asked about an answer of run {Run}", row.Key, row.RunId);
        if (row.Attempts + 1 < MostErrors)
            await judgements.ReturnAsync(row, Judgements.Retries.After(row.Attempts + 1), counts: true);
        else if (await judgements.SubjectAsync(row, CancellationToken.None) is { } subject)
            await results.RecordAsync(
                subject,
                [await MissingAsync(row, ScoringCauses.JudgeFailed, e.Message, CancellationToken.None)],
                CancellationToken.None
            );
    }

    private Scored Away(JudgementRow row, EvaluatorVersion version, string cause, string message) =>
        new(
            scorer.Missing(row.WorkspaceId, row.Key, version, "judge_" + cause, message),
            new ModelCallFailure(cause, message, true, null, null)
        );

    private async Task<EvaluationResult> MissingAsync(JudgementRow row, string cause, string reason, CancellationToken ct) =>
        await evaluators.FindVersionAsync(row.WorkspaceId, row.Key, row.Version, ct) is { } version
            ? scorer.Missing(row.WorkspaceId, row.Key, version, cause, reason)
            : new EvaluationResult(row.Key, row.Version, EvaluatorKinds.Judge, null, null, reason, cause);
}
