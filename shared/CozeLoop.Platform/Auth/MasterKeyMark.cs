using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Starting;
using Dapper;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// A value derived from the master key, kept in every database: another key would start as if nothing were wrong, refuse every API key, and
/// fail at the first stored secret. What it is derived for is used for nothing else, so it gives nothing away.
/// </summary>
internal static class MasterKeyMark
{
    private const string Name = "master-key",
        Select = "SELECT value FROM installation WHERE name = @Name";

    /// <summary>Compares, and leaves the mark where there is none yet.</summary>
    /// <exception cref="StartException">The database was made with another key.</exception>
    public static async Task CheckAsync(Database database, MasterKey master, CancellationToken ct)
    {
        string mark = Convert.ToHexStringLower(master.Derive("master-key-mark"));
        var row = new { Name, mark };
        string found =
            await database.ReadAsync(c => c.QuerySingleOrDefaultAsync<string>(Select, row), ct)
            ?? await database.WriteAsync(
                async tx =>
                {
                    string? known = await tx.Connection.QuerySingleOrDefaultAsync<string>(Select + tx.ForUpdate, row, tx.DbTransaction);
                    if (known is not null)
                        return known;
                    await tx.Connection.ExecuteAsync("INSERT INTO installation (name, value) VALUES (@Name, @mark)", row, tx.DbTransaction);
                    return mark;
                },
                ct
            );
        if (found == mark)
            return;
        throw new StartException(
            $"The master key in {master.Origin} is not the one that the database {database.Name} was made with: put that key back, "
                + "or API keys and stored secrets stay locked."
        );
    }
}
