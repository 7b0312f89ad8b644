using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Evaluators;
using CozeLoop.Evaluation.Judging;
using CozeLoop.Evaluation.Judging.Lanes;
using CozeLoop.Evaluation.Kinds;
using CozeLoop.Evaluation.Runs;
using CozeLoop.Platform.Messaging;

namespace CozeLoop.Evaluation.Subjects;

/// <summary>
/// Scores answers by the checks at once, since they cost nothing, and puts them into the lanes of their judges. What was recorded is never
/// scored again, and what belongs to a cancelled run not at all.
/// </summary>
internal sealed class EvaluateSubjectHandler(
    EvaluatorStore evaluators,
    Scorer scorer,
    ResultStore results,
    Judgements judgements,
    JudgeLanes lanes,
    KnownRuns runs
) : IMessageHandler
{
    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        foreach (var received in messages)
        {
            var message = received.Read<EvaluateSubject>();
            if (!await runs.IsCancelledAsync(message.WorkspaceId, message.RunId, ct))
                await HandleAsync(message, ct);
        }
    }

    private async Task HandleAsync(EvaluateSubject message, CancellationToken ct)
    {
        var known = await results.KnownAsync(message, ct);
        var fresh = new List<EvaluationResult>();
        var judges = new List<(EvaluatorRef, string Lane)>();
        foreach (var reference in message.Evaluators.Distinct().Where(e => !known.Any(k => k.Key == e.Key && k.Version == e.Version)))
        {
            var version = await evaluators.FindVersionAsync(message.WorkspaceId, reference.Key, reference.Version, ct);
            if (version is null)
                fresh.Add(new EvaluationResult(reference.Key, reference.Version, "", null, null, null, "evaluator_not_found"));
            else if (scorer.Config(message.WorkspaceId, reference.Key, version) is Judge judge)
                judges.Add((reference, judge.Lane(message.WorkspaceId)));
            else
                fresh.Add(
                    scorer.Check(
                        new Subject(message.Messages, message.Answer, message.Reference),
                        message.WorkspaceId,
                        reference.Key,
                        version
                    )
                );
        }
        if (judges.Count > 0)
            await judgements.AddAsync(message, judges, ct);
        await results.RecordAsync(message, fresh, ct);
        foreach (var (_, lane) in judges)
            lanes.Wake(lane);
    }
}
