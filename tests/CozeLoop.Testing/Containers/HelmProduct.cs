using System.Text.Json.Nodes;
using CozeLoop.Testing.Deployment;

namespace CozeLoop.Testing.Containers;

/// <summary>
/// Starts every pod that the chart renders with its default values and an ingress, all at once as a cluster does: init containers first,
/// then the container, until its startup and readiness
/// probes succeed. An nginx with the rendered ingress' paths stands for the ingress controller.
/// </summary>
public sealed class HelmProduct
{
    private const string Ingress = "ingress",
        FirstStart = "first",
        ClickHouse = HelmChart.Prefix + "clickhouse";

    private readonly IReadOnlyList<JsonNode> _objects;
    private readonly PodContainer _pods;
    private readonly ContainerProduct _product;

    private HelmProduct(IReadOnlyList<JsonNode> objects, ContainerProduct product) =>
        (_objects, _pods, _product) = (objects, new PodContainer(objects), product);

    /// <param name="engineFolder">Of the engine of this process, which stands in for ClickHouse.</param>
    /// <exception cref="InvalidOperationException">A container ended that should not; with what it said.</exception>
    public static async Task<ContainerProduct> StartAsync(string engineFolder, CancellationToken ct)
    {
        string[] values =
        [
            "--set",
            $"ingress.enabled=true,ingress.host=loop.example.test,allowPrivateNetworks=true,"
                + $"firstStart.existingSecret={FirstStart},firstStart.email={RunningProduct.Email}",
        ];
        var names = (await HelmChart.ObjectsAsync(values, ct))
            .Where(IsWorkload)
            .Select(HelmChart.Name)
            .Where(name => name != ClickHouse)
            .ToList();
        var network = await ContainerNetwork.StartAsync([.. names, Ingress]);
        var product = new ContainerProduct(network, ClickHouse, Ingress);
        try
        {
            var objects = await HelmChart.ObjectsAsync([.. values, "--set", $"publicUrl={product.Address.ToString().TrimEnd('/')}"], ct);
            var helm = new HelmProduct([.. objects, FirstStartSecret()], product);
            await helm.StartAllAsync(engineFolder);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    private static bool IsWorkload(JsonNode o) => (string)o["kind"]! is "Deployment" or "StatefulSet";

    /// <summary>What the operator makes beforehand.</summary>
    private static JsonObject FirstStartSecret()
    {
        var first = RunningProduct.FirstStart();
        return new()
        {
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = FirstStart },
            ["stringData"] = new JsonObject
            {
                ["password"] = first["COZELOOP_INIT_PASSWORD"],
                ["workspace-id"] = first["COZELOOP_INIT_WORKSPACE_ID"],
                ["public-key"] = first["COZELOOP_INIT_PUBLIC_KEY"],
                ["secret-key"] = first["COZELOOP_INIT_SECRET_KEY"],
            },
        };
    }

    private async Task StartAllAsync(string engineFolder)
    {
        var workloads = _objects.Where(IsWorkload).ToDictionary(HelmChart.Name);
        var clickHouse = workloads[ClickHouse].Pod().Containers().Single();
        await _product.StandInForClickHouseAsync(engineFolder, _pods.Variables(clickHouse)["COZELOOP_CLICKHOUSE_PASSWORD"]);
        await Task.WhenAll(
            workloads
                .Where(workload => workload.Key != ClickHouse)
                .Select(workload => Task.Run(() => StartPodAsync(workload.Key, workload.Value.Pod())))
        );
        await StartIngressAsync();
    }

    private async Task StartPodAsync(string name, JsonObject pod)
    {
        foreach (var init in pod["initContainers"]?.AsArray() ?? [])
        {
            await ContainerProduct.EndsWellAsync($"{name}: {init!["name"]}", await _product.RunAsync(name, _pods.Of(pod, init)));
        }
        var rendered = pod["containers"]!.AsArray().Single()!;
        var running = await _product.RunAsync(name, _pods.Of(pod, rendered));
        if (pod["initContainers"] is not null)
            _product.Services[name[HelmChart.Prefix.Length..]] = running;
        foreach (string kind in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
        {
            if (rendered[kind] is not { } probe)
                continue;
            var asked = new Probe(probe, rendered, _product.AddressOf(name), running);
            await ContainerProduct.UntilAsync($"{name}: {kind}", running, asked.Period, asked.SucceedsAsync);
        }
    }

    private async Task StartIngressAsync()
    {
        var nginx = await _product.RunAsync(
            Ingress,
            new ContainerSpec("nginx-unprivileged")
            {
                Arguments = ["nginx", "-p", "/run/nginx/", "-e", "stderr", "-c", "/etc/ingress.conf", "-g", "daemon off;"],
                Folders = ["/run/nginx", "/tmp"],
                Files = new Dictionary<string, string> { ["/etc/ingress.conf"] = IngressConfiguration() },
            }
        );
        await ContainerProduct.UntilAsync(
            "the ingress answers",
            nginx,
            TimeSpan.FromMilliseconds(50),
            () => Probe.ListensAsync(_product.Address.Host, _product.Address.Port, TimeSpan.FromSeconds(1))
        );
    }

    private string IngressConfiguration()
    {
        var paths = _objects
            .OfKind("Ingress")
            .SelectMany(ingress => ingress["spec"]!["rules"]!.AsArray())
            .SelectMany(rule => rule!["http"]!["paths"]!.AsArray());
        return $$"""
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              client_max_body_size 260m;
              map $http_upgrade $upgrades { '' ''; default upgrade; }
              proxy_http_version 1.1;
              proxy_buffering off;
              proxy_read_timeout 1h;
              proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $upgrades;
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
              proxy_set_header X-Forwarded-Proto $scheme;
              server {
                listen {{ContainerProduct.HttpPort}};
                {{string.Join("\n    ", paths.Select(path => Location((string)path!["path"]!, path["backend"]!["service"]!)))}}
              }
            }
            """;
    }

    private string Location(string path, JsonNode service) =>
        $"location {path} {{ proxy_pass "
        + $"http://{service["name"]}:{ServicePort((string)service["name"]!, (string)service["port"]!["name"]!)}; }}";

    /// <summary>The port at which a Service answers; a pod has the same one, as there is nothing here that forwards.</summary>
    private string ServicePort(string service, string port) =>
        (string)
            _objects.OfKind("Service").Single(o => o.Name() == service)["spec"]!["ports"]!
                .AsArray()
                .Single(p => (string)p!["name"]! == port)!["port"]!;
}
