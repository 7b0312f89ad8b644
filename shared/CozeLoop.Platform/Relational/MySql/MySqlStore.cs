using System.Data;
using System.Data.Common;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Migrations;
using CozeLoop.Platform.Workers;
using Dapper;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>
/// One service's database on a MySQL or MariaDB server. Transactions run side by side at READ COMMITTED: where one meets another
/// (deadlock, lock wait, the same new key) its work runs again from the start and sees what the other wrote, as if it had waited for its
/// turn.
/// </summary>
internal sealed class MySqlStore(MySqlServer server, string service, TimeProvider time, ILogger<MySqlStore> logger) : IRelationalStore
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly MySqlDataSource _writers = server.Pool(service, readOnly: false),
        _readers = server.Pool(service, readOnly: true);

    public string SystemName => "mysql";

    public TimeSpan RelayPause => TimeSpan.FromSeconds(1);

    public Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct) =>
        AgainAsync(async () =>
        {
            await using var connection = await _writers.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            var result = await work(
                new Transaction
                {
                    Connection = connection,
                    DbTransaction = transaction,
                    ForUpdate = " FOR UPDATE",
                }
            );
            await CommitAsync(transaction);
            return result;
        });

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct) =>
        AgainAsync(async () =>
        {
            await using var connection = await _readers.OpenConnectionAsync(ct);
            return await work(connection);
        });

    public string? Fault() => null;

    public async Task<int> MigrateAsync(MigrationSet migrations, CancellationToken ct)
    {
        await using var held = await TakeLockAsync(ct);
        var version = MySqlVersion.Parse((await held.Connection.ExecuteScalarAsync<string>("SELECT VERSION()"))!);
        if (!version.IsEnough)
            throw new InvalidOperationException($"{server.Name} is {version}, and {version.Lowest} is the lowest that works.");
        if (await held.Connection.ExecuteScalarAsync<long>("SELECT @@max_allowed_packet") < MySqlServer.LeastPacket)
            throw new InvalidOperationException(
                $"{server.Name} has max_allowed_packet below {MySqlServer.LeastPacket} " + $"bytes: long values could not be stored."
            );
        var target = new MySqlMigrations(server.DatabaseOf(service), held.Connection, version, migrations.Scope, time);
        await target.UseAsync(ct);
        return await MigrationRunner.RunAsync(target, migrations.For("mysql"), ct);
    }

    /// <summary>The rows are locked while they are published, so that several relays share an outbox without sending anything twice while
    /// they live.</summary>
    public async Task<int> RelayAsync(int max, Func<IReadOnlyList<OutboxRow>, Task> publish, WorkerRound round)
    {
        try
        {
            await using var connection = await _writers.OpenConnectionAsync(round.Stopping);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, round.Stopping);
            var rows = await OutboxRows.TakeAsync(connection, transaction, max);
            if (rows.Count == 0)
                return 0;
            await publish(rows);
            await OutboxRows.RemoveTakenAsync(connection, transaction, rows);
            await CommitAsync(transaction);
            return rows.Count;
        }
        catch (Exception e) when (MySqlErrors.IsAway(e))
        {
            throw Away(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writers.DisposeAsync();
        await _readers.DisposeAsync();
    }

    private async Task<T> AgainAsync<T>(Func<Task<T>> attempt)
    {
        var attempts = new MySqlAttempts(server.PoolSize);
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (attempts.MayGoOn(e))
            {
                logger.LogDebug("Work on {Database} runs again: {Error}", service, e.Message);
            }
            catch (Exception e) when (MySqlErrors.IsAway(e) || e is MySqlException error && MySqlErrors.IsConflict(error))
            {
                throw Away(e);
            }
        }
    }

    /// <summary>From here on the outcome is unknown when the connection breaks, so that the work must not run again by itself.</summary>
    private async Task CommitAsync(MySqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (MySqlErrors.IsAway(e))
        {
            throw Away(e);
        }
    }

    private async Task<MySqlLock> TakeLockAsync(CancellationToken ct)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await MySqlLock.TakeAsync(server, service, logger, ct);
            }
            catch (StoreUnavailableException e) when (time.GetElapsedTime(started) < StartPatience)
            {
                // A host and its server often start together.
                logger.LogWarning("{Why} It is tried again", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            }
        }
    }

    private StoreUnavailableException Away(Exception e) => new($"{server.Name} ({e.Message})", e);
}
