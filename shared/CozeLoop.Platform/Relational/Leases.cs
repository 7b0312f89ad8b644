namespace CozeLoop.Platform.Relational;

/// <summary>
/// Leases as rows of a service's own database. The fencing number rises with every new holder; a holder that woke up late
/// writes with its old number, and a write that checks the number is then refused.
/// </summary>
public sealed class Leases(Database database)
{
    /// <summary>The fencing number (1 or more) where the lease was free, expired, or already this owner's; null where another holds it.</summary>
    public Task<long?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken ct = default) => database.WriteAsync(
        transaction => Dapper.SqlMapper.ExecuteScalarAsync<long?>(
            transaction.Connection,
            """
            INSERT INTO leases (name, owner, fence, expires_at) VALUES (@name, @owner, 1, @until)
            ON CONFLICT (name) DO UPDATE SET
              fence = CASE WHEN owner = @owner AND expires_at > @now THEN fence ELSE fence + 1 END, owner = @owner, expires_at = @until
            WHERE owner = @owner OR expires_at <= @now
            RETURNING fence
            """,
            new { name, owner, now = Now, until = Now + (long)duration.TotalMilliseconds },
            transaction.DbTransaction),
        ct);

    /// <summary>False where the lease has expired or passed on: stop the work.</summary>
    public Task<bool> RenewAsync(string name, long fence, TimeSpan duration, CancellationToken ct = default) => ChangeAsync(
        "UPDATE leases SET expires_at = @until WHERE name = @name AND fence = @fence AND expires_at > @now", name, fence, Now + (long)duration.TotalMilliseconds, ct);

    /// <summary>False where it was no longer held.</summary>
    public Task<bool> ReleaseAsync(string name, long fence, CancellationToken ct = default) =>
        ChangeAsync("UPDATE leases SET expires_at = @until WHERE name = @name AND fence = @fence AND expires_at > @now", name, fence, 0, ct);

    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<bool> ChangeAsync(string sql, string name, long fence, long until, CancellationToken ct) => database.WriteAsync(
        async transaction => await Dapper.SqlMapper.ExecuteAsync(transaction.Connection, sql, new { name, fence, until, now = Now }, transaction.DbTransaction) == 1, ct);
}
