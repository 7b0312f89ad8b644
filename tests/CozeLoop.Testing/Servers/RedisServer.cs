using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace CozeLoop.Testing.Servers;

/// <summary>A real Redis (Debian's package) on a free port, with nothing on disk. Ends what it started.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int Attempts = 5;
    private const string Password = "a secret; of=tests";
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':')
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists);

    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-redis-").FullName;
    private Process? _process;
    private int _port;

    private RedisServer() { }

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } = Program is null ? "redis-server is missing: apt-get install redis-server" : null;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        for (int attempt = 1; ; attempt++)
        {
            server._port = FreePort.Next();
            if (await server.StartOnceAsync())
                return server;
            if (attempt < Attempts)
                continue;
            await server.DisposeAsync();
            throw new InvalidOperationException("redis-server did not start.");
        }
    }

    /// <param name="more">More pairs, such as <c>Prefix=p:</c>.</param>
    public string ConnectionString(string more = "") => $"Endpoints={Endpoint};Password=\"{Password}\";{more}";

    /// <summary>Ends it as a crash would: what it knew is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops it in its tracks, connections open, until <see cref="RestartAsync"/> or <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Starts again on the same port.</summary>
    public async Task RestartAsync()
    {
        if (!await StartOnceAsync())
            throw new InvalidOperationException("redis-server did not start again.");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> StartOnceAsync()
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
            "--logfile",
            Path.Combine(_folder, "redis.log"),
        ];
        _process =
            Process.Start(new ProcessStartInfo(Program ?? throw new InvalidOperationException(Missing), arguments))
            ?? throw new InvalidOperationException("redis-server did not start.");
        long started = TimeProvider.System.GetTimestamp();
        while (!_process.HasExited && TimeProvider.System.GetElapsedTime(started) < ReadyWithin)
        {
            if (await AnswersAsync())
                return true;
            await Task.Delay(10);
        }
        await KillAsync();
        return false;
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal) =>
        await ExternalProgram.RunAsync(
            "kill",
            ["-" + signal, (_process ?? throw new InvalidOperationException("It does not run.")).Id.ToString(CultureInfo.InvariantCulture)]
        );
}
