using CozeLoop.Platform.Messaging;
using Dapper;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>
/// A named lock of the server (<c>GET_LOCK</c>), held by a connection of its own: however its holder ends, the server gives the lock to the
/// next.
/// What must not outlive the lock runs on <see cref="Connection"/>.
/// </summary>
internal sealed class MySqlLock : IAsyncDisposable
{
    private const int SecondsAtATime = 10;

    private MySqlLock(MySqlConnection connection) => Connection = connection;

    public MySqlConnection Connection { get; }

    /// <summary>Waits for the lock for as long as another process holds it, and says so every ten seconds.</summary>
    /// <param name="name">Within the installation; at most 23 characters, because a lock's name ends at 64.</param>
    /// <exception cref="StoreUnavailableException">The server is away.</exception>
    public static async Task<MySqlLock> TakeAsync(MySqlServer server, string name, ILogger logger, CancellationToken ct)
    {
        MySqlConnection? connection = null;
        try
        {
            connection = await server.OpenAloneAsync(ct);
            while (
                await connection.ExecuteScalarAsync<long?>(
                    new CommandDefinition(
                        $"SELECT GET_LOCK(@name, {SecondsAtATime})",
                        new { name = server.DatabaseOf(name) },
                        cancellationToken: ct
                    )
                ) != 1
            )
            {
                logger.LogInformation("Another process holds the lock {Lock} of {Server}; waiting", name, server.Name);
            }
            return new MySqlLock(connection);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (MySqlErrors.IsAway(e))
                throw new StoreUnavailableException($"{server.Name} ({e.Message})", e);
            throw;
        }
    }

    /// <summary>The end of its connection lets go of the lock.</summary>
    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
