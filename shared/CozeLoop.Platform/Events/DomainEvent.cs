using CozeLoop.Contracts.Messages;

namespace CozeLoop.Platform.Events;

/// <summary>
/// A change of state that someone made. Raised once, inside the transaction that makes it; the audit row, the message for other services
/// and what a process has to forget all follow from it.
/// </summary>
/// <param name="WorkspaceId">Whose state changed, and in whose audit log it stands.</param>
/// <param name="Actor">Who changed it: <c>user:ID</c>, <c>key:PUBLIC_KEY</c>, <c>service:NAME</c>, <c>operator</c>.</param>
public abstract record DomainEvent(long WorkspaceId, string Actor)
{
    /// <summary>What the audit log keeps of it; null where nobody made the change.</summary>
    public virtual AuditLine? Audit => null;

    /// <summary>What other services are told of it; null where it concerns none.</summary>
    /// <param name="version">Unix milliseconds of the change.</param>
    public virtual PlatformEvent? Message(long version) => null;
}

/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Subject">What was changed, as <c>kind:id</c>, or a name that tells its kind.</param>
public sealed record AuditLine(string Action, string Subject, string? Detail = null);
