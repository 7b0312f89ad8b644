using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Contracts.Messages;

/// <summary>Scores on their way to the trace store. <see cref="Score.Id"/> is the identity: the same id again replaces.</summary>
public sealed record ScoresRecorded(long WorkspaceId, IReadOnlyList<Score> Scores);

/// <summary>Wakes a worker for one call of a run. The database is the truth; the message carries only names.</summary>
public sealed record RunCall(long WorkspaceId, string RunId, string CallId);

/// <summary>
/// One answer to be scored. What the judge may see is in the message and nothing else, so a judge of a turn cannot see what came later
/// and cannot tell which arm wrote the answer.
/// </summary>
/// <param name="SubjectId">Business key: the same subject and evaluator version is scored once.</param>
/// <param name="Messages">The history the answer replies to.</param>
/// <param name="Answer">The answer to score.</param>
/// <param name="Reference">The recorded answer, for evaluators that compare; null where there is none.</param>
public sealed record EvaluateSubject(
    long WorkspaceId,
    string SubjectId,
    IReadOnlyList<ChatMessage> Messages,
    ChatMessage Answer,
    ChatMessage? Reference,
    IReadOnlyList<EvaluatorRef> Evaluators,
    string? TraceId,
    string? SpanId,
    string RunId
);

/// <summary>A fact. Exactly one of the optional parts is set. Consumers ignore parts they do not know.</summary>
/// <param name="Version">
/// Unix milliseconds of the change; rises for a subject. The broker promises no order: an older fact than one already known is ignored.
/// </param>
public sealed record PlatformEvent(long WorkspaceId, long Version)
{
    public SubjectEvaluated? SubjectEvaluated { get; init; }
    public PromptLabelMoved? PromptLabelMoved { get; init; }
    public RunFinished? RunFinished { get; init; }
    public RunStateChanged? RunStateChanged { get; init; }
    public RunWaits? RunWaits { get; init; }
    public ApiKeyRevoked? ApiKeyRevoked { get; init; }
}

public sealed record SubjectEvaluated(string SubjectId, string RunId, IReadOnlyList<EvaluationResult> Results);

public sealed record PromptLabelMoved(string Key, string Label, int? FromVersion, int ToVersion, string? ReplayId, string? Reason);

public sealed record RunFinished(string RunId, string State, string? Verdict);

/// <summary>Somebody paused, resumed or cancelled a run.</summary>
/// <param name="State">One of <see cref="RunStates"/>.</param>
public sealed record RunStateChanged(string RunId, string State);

/// <summary>The judges that the answers of a run wait for.</summary>
/// <param name="Waits">All of them; empty when none is waited for any more.</param>
public sealed record RunWaits(string RunId, IReadOnlyList<Wait> Waits);

public sealed record ApiKeyRevoked(string PublicKey);

/// <summary>A state change on its way to the audit log. The entry's id is its identity: a redelivery changes nothing.</summary>
public sealed record AuditRecorded(long WorkspaceId, AuditEntry Entry);

/// <summary>A state change, for the audit log.</summary>
/// <param name="Id">Names the entry.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Actor">Who did it: <c>user:5</c>, <c>key:pk-…</c> or <c>service:experiments</c>.</param>
/// <param name="Action">What was done, such as <c>prompt.commit</c>.</param>
/// <param name="Subject">What it was done to, such as a prompt's key.</param>
/// <param name="Detail">More about it, in a few words; null for nothing to say.</param>
public sealed record AuditEntry(string Id, DateTimeOffset Time, string Actor, string Action, string Subject, string? Detail)
{
    /// <summary>The actor as people know it: a person's address, a key's name. Null where it is neither, and in a message.</summary>
    public string? ActorName { get; init; }
}
