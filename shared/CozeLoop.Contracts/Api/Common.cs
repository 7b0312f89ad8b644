namespace CozeLoop.Contracts.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows, in the order that the route's summary states.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> to get the rows that follow; it stays valid while rows arrive. Null on the last
/// page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Number of rows of the whole list; null where counting them would cost too much.</summary>
    public long? Total { get; init; }

    /// <summary>Whether <c>total</c> is exact or an estimate; null without a total.</summary>
    public bool? TotalIsExact { get; init; }
}

/// <summary>An error (RFC 9457), sent as <c>application/problem+json</c>.</summary>
/// <param name="Type">URI that defines the status.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The answer's HTTP status.</param>
/// <param name="Detail">What is wrong, in an English sentence or two.</param>
/// <param name="Code">A stable word for programs to act on, such as <c>prompt_not_found</c>.</param>
/// <param name="TraceId">Finds the request in the server's log.</param>
/// <param name="Errors">Messages by the name of the field they are about; absent where no field is at fault.</param>
/// <param name="Position">With the code <c>invalid_query</c>: the character of <c>q</c> that is at fault, counted from 0.</param>
public sealed record ProblemDetails(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    int? Position = null
);

/// <summary>How far long work has come.</summary>
/// <param name="Done">Number of parts that finished well.</param>
/// <param name="Failed">Number of parts that finished and failed; <c>done</c> does not include them.</param>
/// <param name="Total">Number of all parts.</param>
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
