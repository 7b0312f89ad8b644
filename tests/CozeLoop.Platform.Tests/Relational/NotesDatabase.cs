using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Platform.Tests.Relational;

/// <summary>A service's database as a service would write it.</summary>
internal sealed class NotesDatabase(DatabaseContext context) : Database(context, "notes", typeof(NotesDatabase).Assembly)
{
    public Task AddAsync(string text, CancellationToken ct = default) => WriteAsync(transaction => AddAsync(transaction, text), ct);

    public static Task AddAsync(Transaction transaction, string text) =>
        transaction.Connection.ExecuteAsync("INSERT INTO notes (text) VALUES (@text)", new { text }, transaction.DbTransaction);

    public async Task<List<string>> AllAsync() => [.. await ReadAsync(c => c.QueryAsync<string>("SELECT text FROM notes ORDER BY id"))];
}
