using System.Diagnostics;
using System.Globalization;

namespace CozeLoop.Testing.Servers;

/// <summary>A real RocketMQ on free ports with its data in a temporary folder. Ends what it started.</summary>
public sealed class RocketMqServer : IAsyncDisposable
{
    // Short minimum times make tests of redelivery take seconds; production has 10 s and 5 s.
    private const string ShortTimes = "\"minInvisibleTimeMillsForRecv\":1000,\"grpcClientConsumerMinLongPollingTimeoutMillis\":500";

    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-rocketmq-").FullName;
    private readonly Dictionary<string, string> _environment;
    private readonly ServerScripts _scripts;
    private readonly string _ip;
    private int _grpc,
        _nameServer,
        _broker;

    private RocketMqServer(string tools, string ip, Dictionary<string, string> environment)
    {
        (_ip, _environment) = (ip, environment);
        _scripts = new ServerScripts(tools, _folder, environment);
    }

    /// <summary>For tests' own files that the server reads.</summary>
    public string Folder => _folder;

    public string ConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"Endpoints={_ip}:{_grpc};NameServers={_ip}:{_nameServer}");

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } =
        ServerScripts.Missing("rocketmq")
        ?? (ExternalProgram.Find("java") is null ? "Java 17 is missing: apt-get install openjdk-17-jre-headless" : null);

    /// <param name="brokers">More than one: brokers of their own behind a proxy in cluster mode.</param>
    /// <param name="proxyKeys">More keys of the proxy's configuration, as <c>"key":value</c> pairs.</param>
    /// <param name="brokerLines">More lines of the broker's configuration.</param>
    /// <param name="ip">This machine's address by which clients find the brokers.</param>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<RocketMqServer> StartAsync(
        int brokers = 1,
        string proxyKeys = "",
        string brokerLines = "",
        Func<string, string>? filesFirst = null,
        string ip = "127.0.0.1"
    )
    {
        var server = new RocketMqServer(
            ServerScripts.Find("rocketmq") ?? throw new InvalidOperationException(Missing),
            ip,
            new Dictionary<string, string>
            {
                ["RMQ_IP"] = ip,
                ["RMQ_BROKERS"] = brokers.ToString(CultureInfo.InvariantCulture),
                ["RMQ_BROKER_CONF"] = brokerLines,
                ["RMQ_HEAP"] = "384m",
            }
        );
        try
        {
            server._environment["RMQ_PROXY_JSON"] = string.Join(
                ',',
                ((string?[])[ShortTimes, proxyKeys, filesFirst?.Invoke(server.Folder)]).Where(keys => !string.IsNullOrEmpty(keys))
            );
            await FreePorts.StartAsync(
                3,
                ports =>
                {
                    (server._grpc, server._nameServer, server._broker) = (ports[0], ports[1], ports[2]);
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

    /// <summary>Ends every process as a crash would.</summary>
    public Task KillAsync() => _scripts.KillAsync();

    /// <summary>Ends one process as a crash would; the function returned starts it again as it was. The script that starts servers starts
    /// all of them.</summary>
    /// <param name="name"><c>proxy</c>, <c>broker-1</c>, …</param>
    public async Task<Action> KillForAWhileAsync(string name)
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(_folder, $"{name}.pid"))).Trim();
        string[] command = (await File.ReadAllTextAsync($"/proc/{id}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        await _scripts.KillAsync(name);
        return () =>
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["ROCKETMQ_HOME"] = _folder;
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            File.WriteAllText(Path.Combine(_folder, $"{name}.pid"), process.Id.ToString(CultureInfo.InvariantCulture));
        };
    }

    /// <summary>Starts again on the same data and ports.</summary>
    public Task RestartAsync() => _scripts.StartAsync([_grpc, _nameServer, _broker]);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
