using CozeLoop.Contracts;
using Dapper;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// Leases as rows of a service's own database. The fencing number rises with every new holder; a holder that woke up late
/// writes with its old number, and a write that checks the number is then refused.
/// </summary>
public sealed class Leases(Database database)
{
    private const string Insert = "INSERT INTO leases (name, owner, fence, expires_at) VALUES (@name, @owner, @fence, @until)",
        Update = "UPDATE leases SET owner = @owner, fence = @fence, expires_at = @until WHERE name = @name";

    /// <summary>The fencing number (1 or more) where the lease was free, expired, or already this owner's; null where another holds
    /// it.</summary>
    public Task<long?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken ct = default) =>
        database.WriteAsync<long?>(
            async transaction =>
            {
                long now = Now,
                    until = now + (long)duration.TotalMilliseconds;
                var found = await transaction.Connection.QuerySingleOrDefaultAsync<Lease>(
                    $"SELECT owner AS Owner, fence AS Fence, expires_at AS ExpiresAt FROM leases WHERE name = @name{transaction.ForUpdate}",
                    new { name },
                    transaction.DbTransaction
                );
                bool runs = found is not null && found.ExpiresAt > now;
                if (runs && found!.Owner != owner)
                    return null;
                long fence = runs ? found!.Fence : (found?.Fence ?? 0) + 1;
                await transaction.Connection.ExecuteAsync(
                    found is null ? Insert : Update,
                    new
                    {
                        name,
                        owner,
                        fence,
                        until,
                    },
                    transaction.DbTransaction
                );
                return fence;
            },
            ct
        );

    /// <summary>False where the lease has expired or passed on: stop the work.</summary>
    public Task<bool> RenewAsync(string name, long fence, TimeSpan duration, CancellationToken ct = default) =>
        ChangeAsync(
            "UPDATE leases SET expires_at = @until WHERE name = @name AND fence = @fence AND expires_at > @now",
            name,
            fence,
            Now + (long)duration.TotalMilliseconds,
            ct
        );

    /// <summary>False where it was no longer held.</summary>
    public Task<bool> ReleaseAsync(string name, long fence, CancellationToken ct = default) =>
        ChangeAsync(
            "UPDATE leases SET expires_at = @until WHERE name = @name AND fence = @fence AND expires_at > @now",
            name,
            fence,
            0,
            ct
        );

    private long Now => database.Time.UnixMs();

    private Task<bool> ChangeAsync(string sql, string name, long fence, long until, CancellationToken ct) =>
        database.WriteAsync(
            async transaction =>
                await transaction.Connection.ExecuteAsync(
                    sql,
                    new
                    {
                        name,
                        fence,
                        until,
                        now = Now,
                    },
                    transaction.DbTransaction
                ) == 1,
            ct
        );

    private sealed record Lease(string Owner, long Fence, long ExpiresAt);
}
