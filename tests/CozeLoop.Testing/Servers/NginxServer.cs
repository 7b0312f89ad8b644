using System.Globalization;
using System.Text.RegularExpressions;

namespace CozeLoop.Testing.Servers;

/// <summary>
/// Debian's nginx with the very file that compose runs (<c>deploy/nginx/nginx.conf</c>) before servers on loopback. Its upstreams are
/// compose's too, with ports in place of names: this nginx cannot ask for names again, and on loopback there are none.
/// </summary>
public sealed partial class NginxServer : IAsyncDisposable
{
    private static readonly string Configuration = Path.Combine(Repository.Root, "deploy/nginx");

    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-nginx-").FullName;
    private readonly string _program;
    private ServerProcess? _process;

    private NginxServer(string program) => _program = program;

    public static string? Missing { get; } = ExternalProgram.Find("nginx") is null ? "nginx is missing: apt-get install nginx-light" : null;

    /// <summary>Studio and API.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>OTLP's own port.</summary>
    public Uri OtlpAddress { get; private set; } = null!;

    /// <param name="ports">For each service of compose's upstreams the ports of its replicas on loopback.</param>
    /// <param name="neighbours">Where it also stands for a cluster's own load balancing between services: for each port the internal ports
    /// of the replicas behind it.</param>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<NginxServer> StartAsync(
        IReadOnlyDictionary<string, int[]> ports,
        IReadOnlyDictionary<int, int[]>? neighbours = null
    )
    {
        var server = new NginxServer(ExternalProgram.Find("nginx") ?? throw new InvalidOperationException(Missing));
        try
        {
            await server.ConfigureAsync(ports, neighbours ?? new Dictionary<int, int[]>());
            await FreePorts.StartAsync(2, server.ListenAsync);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await ExternalProgram.RunAsync(_program, [.. Arguments(), "-s", "stop"]);
            await _process.ExitedAsync();
            await _process.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ConfigureAsync(IReadOnlyDictionary<string, int[]> ports, IReadOnlyDictionary<int, int[]> neighbours)
    {
        File.Copy(Path.Combine(Configuration, "nginx.conf"), Path.Combine(_folder, "nginx.conf"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "upstreams.conf"),
            Upstreams(await File.ReadAllTextAsync(Path.Combine(Configuration, "compose/upstreams.conf")), ports)
                + string.Concat(neighbours.Select(Neighbour))
        );
    }

    private async Task ListenAsync(int[] ports)
    {
        (Address, OtlpAddress) = (Loopback(ports[0]), Loopback(ports[1]));
        await File.WriteAllTextAsync(Path.Combine(_folder, "listen.conf"), $"listen {Address.Authority};");
        await File.WriteAllTextAsync(Path.Combine(_folder, "listen-otlp.conf"), $"listen {OtlpAddress.Authority};");
        // The workers of a root's nginx would be someone else, who may not enter the folder.
        string user = Environment.UserName == "root" ? " user root;" : "";
        _process = await ServerProcess.StartAsync(
            _program,
            [.. Arguments(), "-g", $"daemon off;{user}"],
            async () => await ServerProcess.AnswersAsync(ports[0]) && await ServerProcess.AnswersAsync(ports[1])
        );
    }

    private string[] Arguments() => ["-p", _folder + "/", "-e", "stderr", "-c", Path.Combine(_folder, "nginx.conf")];

    private static string Upstreams(string compose, IReadOnlyDictionary<string, int[]> ports)
    {
        string text = Resolver().Replace(compose, "");
        return Server()
            .Replace(
                text,
                line =>
                    string.Concat(
                        ports[line.Groups["service"].Value]
                            .Select(port =>
                                string.Create(CultureInfo.InvariantCulture, $"  server 127.0.0.1:{port}{line.Groups["options"].Value};\n")
                            )
                    )
            );
    }

    // A replica that died is found out by the first call, which goes to the next one: every call between services may be made again.
    private static string Neighbour(KeyValuePair<int, int[]> neighbour) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            upstream neighbour_{{neighbour.Key}} { {{string.Concat(
                neighbour.Value.Select(port => $"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s; ")
            )}} keepalive 16; }
            server {
              listen 127.0.0.1:{{neighbour.Key}};
              location / {
                proxy_pass http://neighbour_{{neighbour.Key}};
                proxy_next_upstream error timeout http_502 non_idempotent;
                proxy_read_timeout 1h;
                client_max_body_size 0;
              }
            }

            """
        );

    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    [GeneratedRegex("^resolver .*$", RegexOptions.Multiline)]
    private static partial Regex Resolver();

    [GeneratedRegex(@"^  server (?<service>[a-z]+):8080 resolve(?<options>[^;]*);\n", RegexOptions.Multiline)]
    private static partial Regex Server();
}
