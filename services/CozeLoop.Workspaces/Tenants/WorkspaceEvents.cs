using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Events;
using CozeLoop.Workspaces.Credentials;

namespace CozeLoop.Workspaces.Tenants;

/// <param name="WorkspaceId">Whose log tells it: the one it was made from, and its own.</param>
/// <param name="OwnerId">Who has one workspace more now.</param>
internal sealed record WorkspaceCreated(long WorkspaceId, string Actor, string Name, string Id, long OwnerId)
    : DomainEvent(WorkspaceId, Actor),
        ICredentialChange
{
    public override AuditLine Audit => new(AuditActions.WorkspaceCreated, Name, Id);
    public string Holder => $"user:{OwnerId}";
}

internal sealed record WorkspaceRenamed(long WorkspaceId, string Actor, string Before, string Name) : DomainEvent(WorkspaceId, Actor)
{
    public override AuditLine Audit => new(AuditActions.WorkspaceRenamed, Name, $"was {Before}");
}
