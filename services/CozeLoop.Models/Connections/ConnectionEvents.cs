using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Events;

namespace CozeLoop.Models.Connections;

internal abstract record ConnectionEvent(Caller By, string Id) : DomainEvent(By.WorkspaceId, By.Actor)
{
    protected AuditLine Line(string action, string? detail = null) => new(action, $"connection:{Id}", detail);
}

internal sealed record ConnectionCreated(Caller By, string Id, string Name) : ConnectionEvent(By, Id)
{
    public override AuditLine Audit => Line(AuditActions.ConnectionCreated, Name);
}

internal sealed record ConnectionKeyReplaced(Caller By, string Id) : ConnectionEvent(By, Id)
{
    public override AuditLine Audit => Line(AuditActions.ConnectionKeyReplaced);
}

internal sealed record ConnectionDeleted(Caller By, string Id) : ConnectionEvent(By, Id)
{
    public override AuditLine Audit => Line(AuditActions.ConnectionDeleted);
}
