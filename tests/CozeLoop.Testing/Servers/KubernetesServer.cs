using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CozeLoop.Testing.Servers;

/// <summary>
/// A real Kubernetes API server with its controllers, scheduler and simulated nodes, on free ports with its data in a temporary folder.
/// Every object is defaulted, validated and stored, and workloads roll out; containers are simulated and never run.
/// </summary>
public sealed class KubernetesServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-kubernetes-").FullName;
    private readonly ServerScripts _scripts;
    private HttpClient? _api;

    private KubernetesServer(string tools, int nodes) =>
        _scripts = new ServerScripts(
            tools,
            _folder,
            new Dictionary<string, string> { ["K8S_NODES"] = nodes.ToString(CultureInfo.InvariantCulture) }
        );

    public string KubeConfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>The API, as an administrator.</summary>
    public HttpClient Api => _api ?? throw new InvalidOperationException("Kubernetes has not been started.");

    /// <summary>Null and why, where it cannot run here.</summary>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<(KubernetesServer? Server, string Missing)> StartAsync(int nodes)
    {
        if (ServerScripts.Find("kubernetes") is not { } tools)
            return (null, ServerScripts.Missing("kubernetes")!);
        var server = new KubernetesServer(tools, nodes);
        try
        {
            int port = 0;
            await FreePorts.StartAsync(2, ports => server._scripts.StartAsync([port = ports[0], ports[1]]));
            server._api = await server.ConnectAsync(port);
            return (server, "");
        }
        catch (FileNotFoundException e)
        {
            await server.DisposeAsync();
            return (null, e.Message);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="HttpRequestException">It is not there, or refused.</exception>
    public async Task<JsonNode> GetAsync(string path, CancellationToken ct) => (await Api.GetFromJsonAsync<JsonNode>(path, ct))!;

    /// <summary>Makes an object. The answer's status and text tell a refusal and its reason.</summary>
    public async Task<(int Status, string Body)> PostAsync(string path, JsonNode body, CancellationToken ct)
    {
        using var answer = await Api.PostAsJsonAsync(path, body, ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await _scripts.KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<HttpClient> ConnectAsync(int port)
    {
        // The server signs its certificate itself: the very one that it wrote is the right one.
        using var own = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "certs", "apiserver.crt"));
        string expected = own.GetCertHashString();
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == expected },
        };
        var api = new HttpClient(handler)
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}")),
        };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await File.ReadAllTextAsync(Path.Combine(_folder, "token"))).Trim()
        );
        return api;
    }
}
