using System.Text.RegularExpressions;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace CozeLoop.Platform.Relational.MySql;

/// <summary>The MySQL or MariaDB server of an installation, with a database of its own for each service:
/// <c>{Database}_{service}</c>.</summary>
internal sealed partial class MySqlServer
{
    /// <summary>Connections for writes to one database where the connection string says nothing; reads have half as many. Six services in
    /// one process stay below MySQL's default of 151.</summary>
    public const int DefaultPool = 12;

    /// <summary>Bytes of the largest statement; MariaDB's default. A server that allows less breaks the connection of who sends
    /// more.</summary>
    public const long LeastPacket = 16L << 20;

    private const string DefaultPrefix = "cozeloop";

    // Strictness is a promise of ours and not of the server's configuration: a text that is too long is an error and never cut.
    private const string SetUp =
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', "
        + "SESSION innodb_lock_wait_timeout = 10";

    private readonly MySqlConnectionStringBuilder _settings;
    private readonly ILoggerFactory _loggers;

    /// <exception cref="InvalidOperationException">The connection string is wrong.</exception>
    public MySqlServer(string connectionString, ILoggerFactory loggers)
    {
        _settings = Parse(connectionString);
        _loggers = loggers;
        Prefix = _settings.Database.Length > 0 ? _settings.Database : DefaultPrefix;
        if (!PrefixForm().IsMatch(Prefix))
            throw new InvalidOperationException(
                "ConnectionStrings:MySql: Database is the first part of the names of this installation's "
                    + "databases; it has 1 to 40 letters, digits and underscores."
            );
        // State is set once when a connection is made; undoing it at every use would cost a round trip.
        _settings.ConnectionReset = false;
        _settings.UseAffectedRows = false; // an UPDATE tells the rows it found, as SQLite's does
        _settings.NoBackslashEscapes = false; // as sql_mode below says
        _settings.GuidFormat = MySqlGuidFormat.None;
        _settings.TreatTinyAsBoolean = true;
        if (!_settings.ContainsKey("Connection Timeout"))
            _settings.ConnectionTimeout = 5;
        if (!_settings.ContainsKey("Maximum Pool Size"))
            _settings.MaximumPoolSize = DefaultPool;
    }

    /// <summary>First part of the names of the installation's databases.</summary>
    public string Prefix { get; }

    /// <summary>For messages; without credentials.</summary>
    public string Name => $"MySQL at {_settings.Server}:{_settings.Port}";

    public uint PoolSize => _settings.MaximumPoolSize;

    public string DatabaseOf(string service) => $"{Prefix}_{service}";

    /// <summary>A pool of connections to one database, at READ COMMITTED.</summary>
    public MySqlDataSource Pool(string service, bool readOnly)
    {
        var settings = new MySqlConnectionStringBuilder(_settings.ConnectionString) { Database = DatabaseOf(service) };
        if (readOnly)
            settings.MaximumPoolSize = Math.Max(2, settings.MaximumPoolSize / 2);
        settings.MinimumPoolSize = Math.Min(settings.MinimumPoolSize, settings.MaximumPoolSize);
        string setUp = $"{SetUp}; SET SESSION TRANSACTION {(readOnly ? "READ ONLY, " : "")}ISOLATION LEVEL READ COMMITTED";
        return new MySqlDataSourceBuilder(settings.ConnectionString)
            .UseLoggerFactory(_loggers)
            .UseConnectionOpenedCallback(
                async (opened, ct) =>
                {
                    if (!opened.Conditions.HasFlag(MySqlConnectionOpenedConditions.New))
                        return;
                    await using var command = new MySqlCommand(setUp, opened.Connection);
                    await command.ExecuteNonQueryAsync(ct);
                }
            )
            .Build();
    }

    /// <summary>A connection of its own, to no database yet: what is bound to it (a lock, a database in use) ends with it.</summary>
    /// <exception cref="MySqlException">The server is away or refuses.</exception>
    public async Task<MySqlConnection> OpenAloneAsync(CancellationToken ct)
    {
        var connection = new MySqlConnection(
            new MySqlConnectionStringBuilder(_settings.ConnectionString) { Database = "", Pooling = false }.ConnectionString
        );
        try
        {
            await connection.OpenAsync(ct);
            await using var command = new MySqlCommand(SetUp, connection);
            await command.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="StoreUnavailableException">The server is away, or lets nobody in.</exception>
    public async Task PingAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAloneAsync(ct);
        }
        catch (Exception e) when (MySqlErrors.IsAway(e))
        {
            throw new StoreUnavailableException($"{Name} ({e.Message})", e);
        }
    }

    private static MySqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var settings = new MySqlConnectionStringBuilder(connectionString);
            return settings.Server.Length > 0 ? settings : throw new InvalidOperationException("ConnectionStrings:MySql names no Server.");
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"ConnectionStrings:MySql cannot be read: {e.Message}", e);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_]{1,40}$")]
    private static partial Regex PrefixForm();
}
