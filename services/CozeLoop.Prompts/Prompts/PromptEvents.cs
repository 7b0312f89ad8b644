using System.Globalization;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;

namespace CozeLoop.Prompts.Prompts;

internal abstract record PromptEvent(Caller By, string Key) : DomainEvent(By.WorkspaceId, By.Actor)
{
    protected AuditLine Line(string action, string? detail = null) => new(action, $"prompt:{Key}", detail);
}

internal sealed record PromptCreated(Caller By, string Key) : PromptEvent(By, Key)
{
    public override AuditLine Audit => Line(AuditActions.PromptCreated);
}

/// <param name="LatestVersion">0 where it had none.</param>
internal sealed record PromptDeleted(Caller By, string Key, int LatestVersion) : PromptEvent(By, Key)
{
    public override AuditLine Audit => Line(AuditActions.PromptDeleted);
}

internal sealed record PromptDrafted(Caller By, string Key) : PromptEvent(By, Key)
{
    public override AuditLine Audit => Line(AuditActions.PromptDrafted);
}

internal sealed record PromptCommitted(Caller By, string Key, long Version) : PromptEvent(By, Key)
{
    public override AuditLine Audit =>
        Line(AuditActions.PromptCommitted, string.Create(CultureInfo.InvariantCulture, $"version {Version}"));
}
