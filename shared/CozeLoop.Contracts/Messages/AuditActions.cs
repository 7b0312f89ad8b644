namespace CozeLoop.Contracts.Messages;

/// <summary>What the audit log tells of: <see cref="AuditEntry.Action"/>. One spelling, because whoever filters the log goes by
/// it.</summary>
public static class AuditActions
{
    public const string MemberAdded = "member.added";
    public const string MemberInvited = "member.invited";
    public const string MemberRemoved = "member.removed";
    public const string MemberRoleChanged = "member.role_changed";
    public const string WorkspaceCreated = "workspace.created";
    public const string WorkspaceRenamed = "workspace.renamed";
    public const string ApiKeyCreated = "api_key.created";
    public const string ApiKeyRevoked = "api_key.revoked";
    public const string PasswordChanged = "password.changed";
    public const string PasswordSet = "password.set";
    public const string PasswordResetLink = "password.reset_link";
    public const string SessionEnded = "session.ended";
    public const string PromptCreated = "prompt.create";
    public const string PromptDeleted = "prompt.delete";
    public const string PromptDrafted = "prompt.draft";
    public const string PromptCommitted = "prompt.commit";
    public const string PromptLabelMoved = "prompt.label";
    public const string EvaluatorCreated = "evaluator.create";
    public const string EvaluatorCommitted = "evaluator.commit";
    public const string ConnectionCreated = "connection.create";
    public const string ConnectionKeyReplaced = "connection.key";
    public const string ConnectionDeleted = "connection.delete";
    public const string PriceCreated = "price.create";
    public const string ReplayPlanned = "replay.planned";
    public const string ReplayStarted = "replay.started";
    public const string ReplayPaused = "replay.paused";
    public const string ReplayResumed = "replay.resumed";
    public const string ReplayCancelled = "replay.cancelled";
    public const string ReplayFinished = "replay.finished";
    public const string ReplayFailed = "replay.failed";
    public const string ReplayPromoted = "replay.promoted";
    public const string TraceRemoved = "trace.removed";
    public const string ScoreRemoved = "score.removed";
    public const string SampleRemoved = "sample.removed";
}
