using System.Globalization;

namespace CozeLoop.Testing.Servers;

/// <summary>A real MinIO on a free port with its data in a temporary folder. Ends what it started.</summary>
public sealed class MinioServer : IAsyncDisposable
{
    private const int PortTaken = 5,
        Attempts = 5;
    private const string AccessKey = "cozeloop",
        SecretKey = "a secret; of=tests";

    private readonly string _tools;
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-minio-").FullName;
    private int _port;

    private MinioServer(string tools) => _tools = tools;

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } =
        SharedFolder.Find("tools/minio/start") is null ? "the folder shared/tools/minio is not beside the checkout" : null;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<MinioServer> StartAsync()
    {
        var server = new MinioServer(SharedFolder.Find("tools/minio") ?? throw new InvalidOperationException(Missing));
        try
        {
            await server.StartSomewhereAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <param name="more">More pairs, such as <c>Prefix=p</c>.</param>
    public string ConnectionString(string bucket = "cozeloop", string more = "") =>
        $"Endpoint={Endpoint};Bucket={bucket};AccessKey={AccessKey};SecretKey=\"{SecretKey}\";{more}";

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => RunAsync("stop", _folder, "KILL");

    /// <summary>Starts again on the same data and port.</summary>
    public async Task RestartAsync()
    {
        var result = await StartOnceAsync();
        if (result.ExitCode != 0)
            throw new InvalidOperationException(result.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartSomewhereAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            _port = FreePort.Next();
            var result = await StartOnceAsync();
            if (result.ExitCode == 0)
                return;
            if (result.ExitCode != PortTaken || attempt == Attempts)
                throw new InvalidOperationException(result.Error);
        }
    }

    private Task<ExternalProgram.Result> StartOnceAsync() =>
        RunAsync("start", _folder, _port.ToString(CultureInfo.InvariantCulture), AccessKey, SecretKey);

    private Task<ExternalProgram.Result> RunAsync(string script, params string[] arguments) =>
        ExternalProgram.RunAsync(Path.Combine(_tools, script), arguments);
}
