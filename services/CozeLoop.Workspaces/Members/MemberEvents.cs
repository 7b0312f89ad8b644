using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;
using CozeLoop.Workspaces.Credentials;

namespace CozeLoop.Workspaces.Members;

internal sealed record MemberAdded(Caller By, string Email, string Role) : DomainEvent(By.WorkspaceId, By.Actor)
{
    public override AuditLine Audit => new(AuditActions.MemberAdded, Email, Role);
}

internal sealed record MemberInvited(Caller By, string Email) : DomainEvent(By.WorkspaceId, By.Actor)
{
    public override AuditLine Audit => new(AuditActions.MemberInvited, Email);
}

internal sealed record MemberRoleChanged(Caller By, long UserId, string Email, string Before, string After)
    : DomainEvent(By.WorkspaceId, By.Actor),
        ICredentialChange
{
    public override AuditLine Audit => new(AuditActions.MemberRoleChanged, Email, $"{Before} → {After}");
    public string Holder => $"user:{UserId}";
}

internal sealed record MemberRemoved(Caller By, long UserId, string Email, string Role)
    : DomainEvent(By.WorkspaceId, By.Actor),
        ICredentialChange
{
    public override AuditLine Audit => new(AuditActions.MemberRemoved, Email, Role);
    public string Holder => $"user:{UserId}";
}
