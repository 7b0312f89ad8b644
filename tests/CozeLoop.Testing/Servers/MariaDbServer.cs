using System.Globalization;
using MySqlConnector;

namespace CozeLoop.Testing.Servers;

/// <summary>
/// A real MariaDB (Debian's <c>mariadb-server-core</c>) on a free port, with its data in a temporary folder; never the machine's own. Ends
/// what it started.
/// It survives a kill of its process, and gives up what only power loss would need.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    private const string User = "cozeloop",
        Password = "a test's password";
    private static readonly string? Program = ExternalProgram.Find("mariadbd");

    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-mariadb-").FullName;
    private ServerProcess? _process;
    private int _port,
        _installations;

    private MariaDbServer() { }

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } = Program is null ? "MariaDB is missing: apt-get install mariadb-server-core" : null;

    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<MariaDbServer> StartAsync()
    {
        if (Program is null)
            throw new InvalidOperationException(Missing);
        var server = new MariaDbServer();
        try
        {
            await MakeSystemTablesAsync(server.DataFolder);
            await FreePorts.StartAsync(
                1,
                ports =>
                {
                    server._port = ports[0];
                    return server.RestartAsync();
                }
            );
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string whose databases nobody else has.</summary>
    public string NewInstallation() => ConnectionString($"t{Interlocked.Increment(ref _installations)}");

    /// <param name="prefix">First part of the databases' names.</param>
    public string ConnectionString(string prefix, string user = User, string password = Password) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Server=127.0.0.1;Port={_port};User ID={user};Password={password};Database={prefix};SslMode=None;Maximum "
                + $"Pool Size=8;Connection Idle Timeout=5;Connection Timeout=60"
        );

    /// <summary>A connection past the product, to look and to set the stage; the caller disposes it.</summary>
    public async Task<MySqlConnection> ConnectAsync(string database = "")
    {
        var connection = new MySqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>SIGKILL, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Starts (again) on the same data and port, and returns when it answers.</summary>
    public async Task RestartAsync()
    {
        string init = Path.Combine(_folder, "init.sql");
        await File.WriteAllTextAsync(
            init,
            $"CREATE USER IF NOT EXISTS '{User}'@'%' IDENTIFIED BY "
                + $"'{Password.Replace("'", "''", StringComparison.Ordinal)}';\nGRANT ALL ON *.* TO '{User}'@'%';\n"
        );
        string[] arguments =
        [
            .. ArgumentsFor(DataFolder),
            $"--port={_port}",
            "--bind-address=127.0.0.1",
            $"--socket={Path.Combine(_folder, "s")}",
            $"--pid-file={Path.Combine(_folder, "pid")}",
            $"--init-file={init}",
            "--skip-name-resolve",
            "--max-connections=600",
            "--table-open-cache=800",
            "--innodb-flush-log-at-trx-commit=2",
            "--lock-wait-timeout=60",
        ];
        _process = await ServerProcess.StartAsync(Program!, arguments, AnswersAsync);
    }

    /// <summary>What <c>mariadb-install-db</c> does, which needs programs of the client's package.</summary>
    /// <param name="data">The server's data folder, made here.</param>
    /// <exception cref="InvalidOperationException">It failed; it says why.</exception>
    public static async Task MakeSystemTablesAsync(string data)
    {
        Directory.CreateDirectory(data);
        string tables = await File.ReadAllTextAsync(
            Path.Combine(Path.GetDirectoryName(Program)!, "../share/mysql/mysql_system_tables.sql")
        );
        var result = await ExternalProgram.RunAsync(
            Program!,
            [.. ArgumentsFor(data), "--bootstrap"],
            input: $"CREATE DATABASE mysql;\nUSE mysql;\n{tables}"
        );
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"MariaDB made no system tables: {result.Error}");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string DataFolder => Path.Combine(_folder, "data");

    private static IEnumerable<string> ArgumentsFor(string data) =>
        [
            "--no-defaults",
            $"--datadir={data}",
            "--innodb-log-file-size=16M",
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-method=nosync",
            "--innodb-doublewrite=OFF",
            // The server refuses to run as root unless it is told to.
            .. Environment.IsPrivilegedProcess ? (string[])["--user=root"] : [],
        ];

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }
}
