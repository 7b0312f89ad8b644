using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Platform.Tests.Relational;

/// <summary>A service's database as a service would write it.</summary>
internal sealed class NotesDatabase(DatabaseContext context) : Database(context, "notes", typeof(NotesDatabase).Assembly)
{
    public Task AddAsync(string text, CancellationToken ct = default) =>
        WriteAsync(
            transaction =>
                transaction.Connection.ExecuteAsync("INSERT INTO notes (text) VALUES (@text)", new { text }, transaction.DbTransaction),
            ct
        );

    public async Task<List<string>> AllAsync() => [.. await ReadAsync(c => c.QueryAsync<string>("SELECT text FROM notes ORDER BY id"))];
}
