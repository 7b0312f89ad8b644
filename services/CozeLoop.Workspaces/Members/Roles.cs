using CozeLoop.Contracts.Api;

namespace CozeLoop.Workspaces.Members;

/// <summary>What each role may do, as scopes.</summary>
internal static class Roles
{
    public const string Owner = "owner";

    public static IReadOnlyList<string> ScopesOf(string role) => role switch
    {
        Owner or "admin" => [Scopes.Ingest, Scopes.Read, Scopes.Write, Scopes.Admin],
        "developer" => [Scopes.Ingest, Scopes.Read, Scopes.Write],
        "annotator" or "viewer" => [Scopes.Read],
        _ => [],
    };
}
