using System.Globalization;

namespace CozeLoop.Testing.Servers;

/// <summary>A real Redis (Debian's package) on a free port, with nothing on disk. Ends what it started.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Password = "a secret; of=tests";
    private static readonly string? Program = ExternalProgram.Find("redis-server");

    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-redis-").FullName;
    private ServerProcess? _process;
    private int _port;

    private RedisServer() { }

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } = Program is null ? "redis-server is missing: apt-get install redis-server" : null;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        try
        {
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

    /// <param name="more">More pairs, such as <c>Prefix=p:</c>.</param>
    public string ConnectionString(string more = "") => $"Endpoints={Endpoint};Password=\"{Password}\";{more}";

    /// <summary>Ends it as a crash would: what it knew is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Stops it in its tracks, connections open, until <see cref="RestartAsync"/> or <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Starts again on the same port.</summary>
    public async Task RestartAsync()
    {
        string[] arguments =
        [
            "--port",
            _port.ToString(CultureInfo.InvariantCulture),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            _folder,
            "--requirepass",
            Password,
        ];
        _process = await ServerProcess.StartAsync(
            Program ?? throw new InvalidOperationException(Missing),
            arguments,
            () => ServerProcess.AnswersAsync(_port)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SignalAsync(string signal) =>
        await ExternalProgram.RunAsync(
            "kill",
            ["-" + signal, (_process ?? throw new InvalidOperationException("It does not run.")).Id.ToString(CultureInfo.InvariantCulture)]
        );
}
