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
    private const int ProgramMissing = 3,
        PortTaken = 5,
        Attempts = 5;

    private readonly string _tools;
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-kubernetes-").FullName;
    private HttpClient? _api;

    private KubernetesServer(string tools) => _tools = tools;

    public string KubeConfig => Path.Combine(_folder, "kubeconfig");

    /// <summary>The API, as an administrator.</summary>
    public HttpClient Api => _api ?? throw new InvalidOperationException("Kubernetes has not been started.");

    /// <summary>Null and why, where it cannot run here.</summary>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<(KubernetesServer? Server, string Missing)> StartAsync(int nodes)
    {
        if (SharedFolder.Find("tools/kubernetes/start") is not { } start)
            return (null, "the folder shared/tools/kubernetes is not beside the checkout");
        var server = new KubernetesServer(Path.GetDirectoryName(start)!);
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort.Next();
            var result = await server.RunAsync("start", nodes, port, FreePort.Next());
            if (result.ExitCode == 0)
            {
                server._api = await server.ConnectAsync(port);
                return (server, "");
            }
            // Several ports hang on the first: one of them may be taken where its own is free.
            if (result.ExitCode == PortTaken && attempt < Attempts)
                continue;
            await server.DisposeAsync();
            return result.ExitCode == ProgramMissing ? (null, result.Error.Trim()) : throw new InvalidOperationException(result.Error);
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
        await ExternalProgram.RunAsync(Path.Combine(_tools, "stop"), [_folder]);
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

    private Task<ExternalProgram.Result> RunAsync(string script, int nodes, params int[] ports) =>
        ExternalProgram.RunAsync(
            Path.Combine(_tools, script),
            [_folder, .. ports.Select(port => port.ToString(CultureInfo.InvariantCulture))],
            new Dictionary<string, string> { ["K8S_NODES"] = nodes.ToString(CultureInfo.InvariantCulture) }
        );
}
