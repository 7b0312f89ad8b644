using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Workspaces.Storage;
using Dapper;

namespace CozeLoop.Workspaces.Accounts;

/// <summary>Where a person is logged in. A session is named by the hash it is stored under, which opens nothing.</summary>
internal sealed class SessionList(WorkspacesDatabase database, TimeProvider time)
{
    private const int Most = 500;

    private sealed record Row(string Id, long CreatedMs, long ExpiresMs, string? Client);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(Caller caller, long userId, CancellationToken ct)
    {
        var rows = await database.ReadAsync(
            c =>
                c.QueryAsync<Row>(
                    """
                    SELECT token_hash AS Id, created_ms AS CreatedMs, expires_ms AS ExpiresMs, client AS Client FROM sessions
                    WHERE user_id = @userId AND expires_ms > @now ORDER BY created_ms DESC, token_hash LIMIT @Most
                    """,
                    new
                    {
                        userId,
                        now = time.UnixMs(),
                        Most,
                    }
                ),
            ct
        );
        return
        [
            .. rows.Select(r => new UserSession(
                r.Id,
                Times.OfUnixMs(r.CreatedMs),
                Times.OfUnixMs(r.ExpiresMs),
                r.Client,
                r.Id == caller.SessionId
            )),
        ];
    }

    /// <summary>Ends one session of the person, or with null all but the one that asks. False where there is none.</summary>
    public async Task<bool> EndAsync(Caller caller, long userId, string? id, CancellationToken ct)
    {
        int ended = await database.WriteAsync(
            async tx =>
            {
                string which = id is null ? "token_hash <> @keep" : "token_hash = @id";
                int count = await tx.Connection.ExecuteAsync(
                    $"DELETE FROM sessions WHERE user_id = @userId AND {which}",
                    new
                    {
                        userId,
                        id,
                        keep = caller.SessionId ?? "",
                    },
                    tx.DbTransaction
                );
                if (count > 0)
                    await tx.RaiseOfUserAsync(userId, caller.Actor, AuditActions.SessionEnded, count == 1 ? null : $"{count} sessions");
                return count;
            },
            ct
        );
        return ended > 0;
    }
}
