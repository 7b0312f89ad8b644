using CozeLoop.Contracts.Api;

namespace CozeLoop.Workspaces.Members;

/// <summary>What each role may do, as scopes.</summary>
internal static class Roles
{
    public const string Owner = "owner",
        Admin = "admin",
        Developer = "developer",
        Annotator = "annotator",
        Viewer = "viewer";

    public static readonly string[] All = [Owner, Admin, Developer, Annotator, Viewer];

    /// <param name="isFirstWorkspace">Who administers the workspace of the first start operates the installation too.</param>
    public static IReadOnlyList<string> ScopesOf(string role, bool isFirstWorkspace) =>
        role switch
        {
            Owner or Admin => WithOperation([Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin], isFirstWorkspace),
            Developer => [Scopes.Ingest, Scopes.Read, Scopes.Write],
            Annotator => [Scopes.Read, Scopes.Annotate],
            Viewer => [Scopes.Read],
            _ => [],
        };

    /// <summary>The scopes of a key or a role, with the one that follows from administering the first workspace.</summary>
    public static IReadOnlyList<string> WithOperation(IReadOnlyList<string> scopes, bool isFirstWorkspace) =>
        isFirstWorkspace && scopes.Contains(Scopes.Admin) ? [.. scopes, Scopes.Operate] : scopes;
}
