using CozeLoop.Platform.Relational;
using Mediator;

namespace CozeLoop.Platform.Events;

/// <summary>Inside the transaction of the change: a handler that fails undoes it, and handlers run again where the work does.</summary>
public sealed record Raised(DomainEvent Event, Transaction Transaction) : INotification;

/// <summary>
/// After the change is on disk, in the process that made it: for caches, which have a lifetime of their own should the process end before.
/// </summary>
#pragma warning disable MSG0005 // The generator looks for handlers in this assembly; services register theirs with AfterCommit.
public sealed record Committed(DomainEvent Event) : INotification;
#pragma warning restore MSG0005
