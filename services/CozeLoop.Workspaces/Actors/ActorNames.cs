using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Actors;

/// <summary>
/// Finds actors' names. Only of those that belong to the workspace or acted in it: nobody learns of other workspaces' people by their ids.
/// </summary>
internal sealed class ActorNames(WorkspacesDatabase database)
{
    private const string UserPrefix = "user:",
        KeyPrefix = "key:";

    private sealed record UserRow(long Id, string Name, string Email);

    private sealed record KeyRow(string PublicKey, string Name);

    /// <returns>In no order; without those that are unknown here.</returns>
    public async Task<IReadOnlyList<Actor>> OfAsync(long workspaceId, IReadOnlyList<string> actors, CancellationToken ct)
    {
        long[] users = [.. Named(actors, UserPrefix).Select(Number).Where(n => n > 0)];
        string[] keys = [.. Named(actors, KeyPrefix)];
        return [.. await UsersAsync(workspaceId, users, ct), .. await KeysAsync(workspaceId, keys, ct)];
    }

    private async Task<IEnumerable<Actor>> UsersAsync(long workspaceId, long[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
            return [];
        string[] actors = [.. ids.Select(Of)];
        // Who has left the workspace since still did what the audit log says.
        var acted = await database.ReadAsync(
            c =>
                c.QueryAsync<string>(
                    "SELECT DISTINCT actor FROM audit WHERE workspace_id = @workspaceId AND actor IN @actors",
                    new { workspaceId, actors }
                ),
            ct
        );
        long[] before = [.. acted.Select(a => Number(a[UserPrefix.Length..])), 0];
        var rows = await database.ReadAsync(
            c =>
                c.QueryAsync<UserRow>(
                    """
                    SELECT u.id AS Id, u.name AS Name, u.email AS Email FROM users u
                    WHERE u.id IN @ids
                      AND (u.id IN @before OR EXISTS (SELECT 1 FROM members m WHERE m.user_id = u.id AND m.workspace_id = @workspaceId))
                    """,
                    new
                    {
                        ids,
                        before,
                        workspaceId,
                    }
                ),
            ct
        );
        return rows.Select(r => new Actor(Of(r.Id), r.Name.Length > 0 ? r.Name : r.Email));
    }

    private async Task<IEnumerable<Actor>> KeysAsync(long workspaceId, string[] keys, CancellationToken ct)
    {
        if (keys.Length == 0)
            return [];
        var rows = await database.ReadAsync(
            c =>
                c.QueryAsync<KeyRow>(
                    "SELECT public_key AS PublicKey, name AS Name FROM api_keys WHERE workspace_id = @workspaceId AND public_key IN @keys",
                    new { workspaceId, keys }
                ),
            ct
        );
        return rows.Select(r => new Actor(KeyPrefix + r.PublicKey, r.Name));
    }

    private static string Of(long user) => UserPrefix + user.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : 0;

    private static IEnumerable<string> Named(IEnumerable<string> actors, string prefix) =>
        actors.Where(a => a.StartsWith(prefix, StringComparison.Ordinal)).Select(a => a[prefix.Length..]).Distinct(StringComparer.Ordinal);
}
