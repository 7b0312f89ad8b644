namespace CozeLoop.Contracts.Api;

/// <summary>A page of a list. <see cref="NextCursor"/> is null on the last page and stays valid while rows arrive.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    public long? Total { get; init; }
    public bool? TotalIsExact { get; init; }
}

/// <summary>Done and failed count finished parts; neither includes the other.</summary>
public sealed record Progress(int Done, int Failed, int Total);

/// <summary>What a key, a session or a service may do. Higher scopes do not include lower ones; roles map to sets.</summary>
public static class Scopes
{
    public const string Ingest = "ingest";
    public const string Read = "read";
    public const string Write = "write";
    public const string Admin = "admin";

    /// <summary>Add and remove scores. No key names it: <see cref="Write"/> includes it, and an annotator has it alone.</summary>
    public const string Annotate = "annotate";

    /// <summary>
    /// The queues of the whole installation. No key names it: it follows from <see cref="Admin"/> in the first workspace.
    /// </summary>
    public const string Operate = "operate";
}

/// <summary>Who calls: answered by Workspaces for a key or a session.</summary>
/// <param name="Actor">For the audit log: <c>user:5</c>, <c>key:pk-…</c>, <c>service:experiments</c>.</param>
public sealed record CallerIdentity(long WorkspaceId, string Actor, IReadOnlyList<string> Scopes, string? Role, string? Name)
{
    /// <summary>Names the session, and opens nothing; null for a key or a service.</summary>
    public string? SessionId { get; init; }

    /// <summary>The same holder with the same rights. Records compare lists by reference.</summary>
    public bool IsSame(CallerIdentity other) =>
        (WorkspaceId, Actor, Role, SessionId) == (other.WorkspaceId, other.Actor, other.Role, other.SessionId)
        && Scopes.Order().SequenceEqual(other.Scopes.Order());
}
