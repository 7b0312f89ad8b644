namespace CozeLoop.Tracing.Storage.Shares;

/// <summary>Whose share of the store a query takes: a key or person in a workspace.</summary>
internal readonly record struct QueryOwner(long WorkspaceId, string Actor);
