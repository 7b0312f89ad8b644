using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Evaluators;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Options;

namespace CozeLoop.Evaluation.Subjects;

/// <summary>
/// Scores answers: checks first, since they cost nothing, then judges. What was recorded is never scored again. Where a judge's provider is
/// away the subject goes back into the queue with a growing delay instead of holding up its neighbours, and no score is made up for it.
/// </summary>
internal sealed class EvaluateSubjectHandler(
    EvaluatorStore evaluators,
    Scorer scorer,
    ResultStore results,
    IOptions<EvaluationOptions> options,
    ILogger<EvaluateSubjectHandler> logger
) : IMessageHandler
{
    private const string Actor = "service:evaluation";

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var received in messages)
        {
            var message =
                JsonSerializer.Deserialize<EvaluateSubject>(received.Body.Span, Json.Compact)
                ?? throw new JsonException("The body of an evaluation is null.");
            try
            {
                await HandleAsync(message, ct);
            }
            catch (Exception e) when (e is HttpRequestException or ApiException)
            {
                throw new StoreUnavailableException("The models service", e);
            }
        }
    }

    private async Task HandleAsync(EvaluateSubject message, CancellationToken ct)
    {
        var known = await results.KnownAsync(message, ct);
        var fresh = new List<EvaluationResult>();
        var judges = new List<(EvaluatorRef, EvaluatorVersion)>();
        foreach (var reference in message.Evaluators.Distinct().Where(e => !known.Any(k => k.Key == e.Key && k.Version == e.Version)))
        {
            var version = await evaluators.FindVersionAsync(message.WorkspaceId, reference.Key, reference.Version, ct);
            if (version is null)
                fresh.Add(new EvaluationResult(reference.Key, reference.Version, "", null, null, null, "evaluator_not_found"));
            else if (version.Kind == EvaluatorKinds.Judge)
                judges.Add((reference, version));
            else
                fresh.Add((await ScoreAsync(message, reference, version, ct)).Result);
        }
        await results.RecordAsync(message, fresh, ct);
        foreach (var (reference, version) in judges)
        {
            var scored = await ScoreAsync(message, reference, version, ct);
            if (scored.MayComeLater && await results.WaitAsync(message, options.Value.JudgePatience, ct))
            {
                logger.LogWarning(
                    "The judge {Evaluator} of run {Run} cannot answer now ({Cause}); the subject waits.",
                    reference.Key,
                    message.RunId,
                    scored.Result.Cause
                );
                return;
            }
            await results.RecordAsync(message, [scored.Result], ct);
        }
    }

    private Task<Scored> ScoreAsync(EvaluateSubject message, EvaluatorRef reference, EvaluatorVersion version, CancellationToken ct) =>
        scorer.ScoreAsync(
            new Subject(message.Messages, message.Answer, message.Reference),
            reference.Key,
            version,
            message.WorkspaceId,
            Actor,
            message.RunId,
            message.SubjectId,
            ct
        );
}
