using System.Data.Common;
using System.Reflection;

namespace CozeLoop.Platform.Relational;

/// <summary>
/// The relational store of one service: a SQLite file with one writer thread, group commit and <c>synchronous=FULL</c>. A service registers
/// a subclass named after itself (<c>ModelsDatabase</c>), because one process may host several.
/// <para>Work on it may await nothing but its connection; see <see cref="Synchronous"/>.</para>
/// </summary>
public abstract class Database : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly Assembly _migrations;

    /// <param name="name">The file's name without its extension.</param>
    /// <param name="migrations">The assembly that embeds <c>Migrations/sqlite/*.sql</c>.</param>
    protected Database(DatabaseContext context, string name, Assembly migrations)
    {
        Name = name;
        _file = new SqliteFile(context.Folder.File($"{name}.db"));
        _time = context.Time;
        _migrations = migrations;
        _outbox = new Outbox(name, _file, context);
    }

    public string Name { get; }

    internal TimeProvider Time => _time;

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction; when the task completes it is committed and on disk, its outbox rows with it.
    /// An exception rolls back this work alone, even where other work shares the commit.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct = default)
    {
        bool published = false;
        var result = await _file.WriteAsync(
            session =>
            {
                var transaction = new Transaction { Connection = session.Connection, DbTransaction = session.Transaction! };
                var result = Synchronous.Run(() => work(transaction));
                published = _outbox.Store(session, transaction.Outbox);
                return result;
            },
            ct);
        if (published) _outbox.Wake();
        return result;
    }

    public Task WriteAsync(Func<Transaction, Task> work, CancellationToken ct = default) => WriteAsync(
        async transaction =>
        {
            await work(transaction);
            return true;
        },
        ct);

    /// <summary>Runs a read on a connection of the reader pool; it sees everything committed before.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken ct = default) =>
        _file.ReadAsync(session => Synchronous.Run(() => work(session.Connection)), ct);

    /// <summary>Brings the file to this version. The host does it before it serves; only tests need to call it.</summary>
    /// <exception cref="InvalidOperationException">A migration was edited after it ran.</exception>
    public async Task MigrateAsync(CancellationToken ct = default)
    {
        await _file.MigrateAsync("platform", Migration.Embedded(typeof(Database).Assembly, ".Relational.Migrations.sqlite."), _time, ct);
        await _file.MigrateAsync("service", Migration.Embedded(_migrations, ".Migrations.sqlite."), _time, ct);
    }

    /// <summary>Starts the relay of the outbox, which first publishes what an earlier process left. The host does it; only tests need to call it.</summary>
    public void StartOutbox() => _outbox.Start();

    /// <summary>Stops the relay; what it has not published stays for the next start.</summary>
    public Task StopOutboxAsync() => _outbox.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _file.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
