using CozeLoop.Contracts.Api;

namespace CozeLoop.Workspaces.Members;

/// <summary>What each role may do, as scopes.</summary>
internal static class RoleScopes
{
    /// <param name="isFirstWorkspace">Who administers the workspace of the first start operates the installation too.</param>
    public static IReadOnlyList<string> Of(string role, bool isFirstWorkspace) =>
        role switch
        {
            MemberRoles.Owner or MemberRoles.Admin => WithOperation(
                [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin],
                isFirstWorkspace
            ),
            MemberRoles.Developer => [Scopes.Ingest, Scopes.Read, Scopes.Write],
            MemberRoles.Annotator => [Scopes.Read, Scopes.Annotate],
            MemberRoles.Viewer => [Scopes.Read],
            _ => [],
        };

    /// <summary>The scopes of a key or a role, with the one that follows from administering the first workspace.</summary>
    public static IReadOnlyList<string> WithOperation(IReadOnlyList<string> scopes, bool isFirstWorkspace) =>
        isFirstWorkspace && scopes.Contains(Scopes.Admin) ? [.. scopes, Scopes.Operate] : scopes;
}
