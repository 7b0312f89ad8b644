using System.Globalization;

namespace CozeLoop.Testing.Servers;

/// <summary>A real MinIO on a free port with its data in a temporary folder. Ends what it started.</summary>
public sealed class MinioServer : IAsyncDisposable
{
    private const string AccessKey = "cozeloop",
        SecretKey = "a secret; of=tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-minio-").FullName;
    private readonly ServerScripts _scripts;
    private int _port;

    private MinioServer(string tools) => _scripts = new ServerScripts(tools, _folder);

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } = ServerScripts.Missing("minio");

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<MinioServer> StartAsync()
    {
        var server = new MinioServer(ServerScripts.Find("minio") ?? throw new InvalidOperationException(Missing));
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

    /// <param name="more">More pairs, such as <c>Prefix=p</c>.</param>
    public string ConnectionString(string bucket = "cozeloop", string more = "") =>
        $"Endpoint={Endpoint};Bucket={bucket};AccessKey={AccessKey};SecretKey=\"{SecretKey}\";{more}";

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => _scripts.KillAsync();

    /// <summary>Starts again on the same data and port.</summary>
    public Task RestartAsync() => _scripts.StartAsync([_port], AccessKey, SecretKey);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
