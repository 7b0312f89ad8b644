using System.Text.Json.Nodes;
using CozeLoop.Testing;
using CozeLoop.Testing.Deployment;
using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>One cluster for all tests of a class, with two simulated nodes, volumes, and an installation of default values.</summary>
public sealed class KubernetesCluster : IAsyncLifetime
{
    public const string Release = "loop",
        Namespace = "installed";

    /// <summary>How long Helm waits: a run takes seconds, and only a busy machine needs more.</summary>
    public const string Patience = "180s";
    private const int Volumes = 4;

    private KubernetesServer? _server;

    public string Missing { get; private set; } = "the folder shared/tools/helm is not beside the checkout";

    internal KubernetesServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, Missing);
            return _server;
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (SharedFolder.Find("tools/helm/helm") is null)
            return;
        (_server, Missing) = await KubernetesServer.StartAsync(nodes: 2);
        if (_server is null)
            return;
        foreach (int number in Enumerable.Range(1, Volumes))
            await MakeVolumeAsync(number);
        await HelmAsync("install", Release, Helm.Chart, "-n", Namespace, "--create-namespace", "--wait", "--timeout", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>What Helm printed.</summary>
    public async Task<string> HelmAsync(params string[] arguments)
    {
        var result = await Helm.RunAsync([.. arguments, "--kubeconfig", Server.KubeConfig]);
        string waited = result.ExitCode == 0 ? "" : await EventsAsync();
        Assert.True(result.ExitCode == 0, $"helm {string.Join(' ', arguments)}: {result.Error}{waited}");
        return result.Output;
    }

    // Helm says that it waited in vain, the cluster says for what.
    private async Task<string> EventsAsync() =>
        string.Join(
            '\n',
            (await Server.GetAsync($"/api/v1/namespaces/{Namespace}/events", Ct))["items"]!
                .AsArray()
                .Where(entry => (string?)entry!["type"] != "Normal")
                .Select(entry => $"{entry!["involvedObject"]!["kind"]} {entry["involvedObject"]!["name"]}: {entry["message"]}")
        );

    /// <summary>Deployments and stateful sets of a namespace, as the API server keeps them.</summary>
    public async Task<IReadOnlyList<JsonNode>> WorkloadsAsync(string ns)
    {
        var found = new List<JsonNode>();
        foreach (string kind in new[] { "deployments", "statefulsets" })
            found.AddRange((await Server.GetAsync($"/apis/apps/v1/namespaces/{ns}/{kind}", Ct))["items"]!.AsArray().Select(item => item!));
        return found;
    }

    /// <summary>A Secret's data by key, or null where there is none.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> SecretAsync(string ns, string name)
    {
        var secrets = (await Server.GetAsync($"/api/v1/namespaces/{ns}/secrets", Ct))["items"]!.AsArray();
        return secrets
            .FirstOrDefault(secret => secret!.Name() == name)
            ?["data"]!.AsObject()
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
    }

    // Nothing provides volumes here, so they are there beforehand.
    private async Task MakeVolumeAsync(int number)
    {
        var volume = JsonNode.Parse(
            """{"apiVersion":"v1","kind":"PersistentVolume","spec":{"capacity":{"storage":"100Gi"},"accessModes":"""
                + """["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Retain"}}"""
        )!;
        volume["metadata"] = new JsonObject { ["name"] = $"volume-{number}" };
        volume["spec"]!["hostPath"] = new JsonObject { ["path"] = $"/volumes/{number}" };
        var (status, body) = await Server.PostAsync("/api/v1/persistentvolumes", volume, Ct);
        Assert.True(status == 201, body);
    }
}
