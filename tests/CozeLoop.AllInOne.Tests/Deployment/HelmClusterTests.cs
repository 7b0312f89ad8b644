using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CozeLoop.Testing;
using CozeLoop.Testing.Deployment;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>The chart in a real API server with its controllers and scheduler; only the containers are simulated.</summary>
public sealed class HelmClusterTests(KubernetesCluster cluster) : IClassFixture<KubernetesCluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_pod_may_run_where_pod_security_is_restricted()
    {
        const string strict = "strict";
        var labels = new JsonObject { ["pod-security.kubernetes.io/enforce"] = "restricted" };
        await cluster.Server.PostAsync(
            "/api/v1/namespaces",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = strict, ["labels"] = labels },
            },
            Ct
        );
        var workloads = await cluster.WorkloadsAsync(KubernetesCluster.Namespace);
        Assert.Equal(13, workloads.Count);
        foreach (var workload in workloads)
        {
            var pod = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = workload.Name() },
                ["spec"] = workload.Pod().DeepClone(),
            };
            var (status, body) = await cluster.Server.PostAsync($"/api/v1/namespaces/{strict}/pods?dryRun=All", pod, Ct);
            Assert.True(status == 201, $"{workload.Name()}: {body}");
            // The namespace is not a formality: the same pod without what it gives up is refused.
            pod["spec"]!["securityContext"]!.AsObject().Remove("seccompProfile");
            Assert.Equal(403, (await cluster.Server.PostAsync($"/api/v1/namespaces/{strict}/pods?dryRun=All", pod, Ct)).Status);
        }
    }

    [Fact]
    public async Task Every_secret_and_file_that_a_pod_refers_to_is_there()
    {
        var references = (await cluster.WorkloadsAsync(KubernetesCluster.Namespace))
            .SelectMany(workload => workload.Pod().Containers())
            .SelectMany(HelmChart.Environment)
            .Select(variable => variable["valueFrom"]?["secretKeyRef"])
            .OfType<JsonNode>()
            .Select(reference => (Secret: (string)reference["name"]!, Key: (string)reference["key"]!))
            .Distinct()
            .ToList();
        Assert.True(references.Count >= 10, $"{references.Count} references");
        foreach (var (secret, key) in references)
            Assert.Contains(key, (await cluster.SecretAsync(KubernetesCluster.Namespace, secret))!);

        var keys = (await cluster.SecretAsync(KubernetesCluster.Namespace, "loop-cozeloop-keys"))!;
        Assert.Equal(32, Convert.FromBase64String(Text(keys["master-key"])).Length);
        var files = (
            await cluster.Server.GetAsync($"/api/v1/namespaces/{KubernetesCluster.Namespace}/configmaps/loop-cozeloop-stores", Ct)
        )["data"]!;
        Assert.Contains("cleanFileForciblyEnable=false", (string)files["broker.conf"]!, StringComparison.Ordinal);
        Assert.Contains("flushDiskType=SYNC_FLUSH", (string)files["broker.conf"]!, StringComparison.Ordinal);
        Assert.Contains(
            $"Password={Text(keys["mysql-password"])}",
            Text((await cluster.SecretAsync(KubernetesCluster.Namespace, "loop-cozeloop-connections"))!["MySql"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Pods_get_time_to_end_and_are_spread_over_zones()
    {
        foreach (
            var service in (await cluster.WorkloadsAsync(KubernetesCluster.Namespace)).Where(workload =>
                ServiceBuild.All.Any(name => workload.Name() == "loop-cozeloop-" + name)
            )
        )
        {
            var pod = service.Pod();
            Assert.True((int)pod["terminationGracePeriodSeconds"]! >= 60);
            // A server without the feature would have dropped the field
            Assert.True((int)pod["containers"]![0]!["lifecycle"]!["preStop"]!["sleep"]!["seconds"]! > 0);
            Assert.Equal(
                ["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
                pod["topologySpreadConstraints"]!.AsArray().Select(spread => (string)spread!["topologyKey"]!)
            );
            Assert.Equal(
                ["doctor", "--provision", "--wait", "600"],
                pod["initContainers"]![0]!["args"]!.AsArray().Select(word => (string)word!)
            );
        }
    }

    [Fact]
    public async Task Notes_speak_two_languages_and_name_the_login_link()
    {
        Assert.Contains(
            "The login link",
            await cluster.HelmAsync("get", "notes", KubernetesCluster.Release, "-n", KubernetesCluster.Namespace),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "登录链接",
            await cluster.HelmAsync(
                "upgrade",
                KubernetesCluster.Release,
                Helm.Chart,
                "-n",
                KubernetesCluster.Namespace,
                "--dry-run=server",
                "--set",
                "language=zh"
            ),
            StringComparison.Ordinal
        );
    }

    /// <summary>Ends as it began, with an installation of default values, for the other tests.</summary>
    [Fact]
    public async Task An_installation_lives_through_upgrades_a_rollback_and_its_removal_with_its_keys_and_volumes()
    {
        const string ns = KubernetesCluster.Namespace,
            name = KubernetesCluster.Release,
            secret = "loop-cozeloop-keys";
        string[] wait = ["-n", ns, "--wait", "--timeout", KubernetesCluster.Patience];
        string later = await PackAsync("0.2.0");
        string first = Regex
            .Match(await cluster.HelmAsync("history", name, "-n", ns, "--max", "1"), @"^(\d+)\s", RegexOptions.Multiline)
            .Groups[1]
            .Value;
        var keys = await cluster.SecretAsync(ns, secret);

        // A later version with other values: a change of a field that cannot change would be refused.
        await cluster.HelmAsync(["upgrade", name, later, .. Helm.Files("values-ha.yaml"), .. wait]);
        Assert.Equal(keys, await cluster.SecretAsync(ns, secret));
        var studio = (await cluster.WorkloadsAsync(ns)).Single(workload => workload.Name() == "loop-cozeloop-studio");
        Assert.Equal(
            (2, "docker.io/cozeloop/studio:0.2.0"),
            ((int)studio["status"]!["readyReplicas"]!, (string)studio.Pod()["containers"]![0]!["image"]!)
        );

        await cluster.HelmAsync(["rollback", name, first, .. wait]);
        Assert.Equal(keys, await cluster.SecretAsync(ns, secret));

        await cluster.HelmAsync(["upgrade", name, Helm.Chart, .. Helm.Files("values-external.yaml"), .. wait]);
        Assert.DoesNotContain(await cluster.WorkloadsAsync(ns), workload => workload.Name().EndsWith("mysql", StringComparison.Ordinal));
        Assert.Equal(keys, await cluster.SecretAsync(ns, secret));

        // With its pods: a stateful set that finds a pod of its name left behind tries again ever more seldom, up to minutes later.
        await cluster.HelmAsync("uninstall", name, "-n", ns, "--wait", "--cascade", "foreground", "--timeout", KubernetesCluster.Patience);
        Assert.Empty(await cluster.WorkloadsAsync(ns));
        Assert.Equal(keys, await cluster.SecretAsync(ns, secret));
        Assert.Equal(4, (await cluster.Server.GetAsync($"/api/v1/namespaces/{ns}/persistentvolumeclaims", Ct))["items"]!.AsArray().Count);

        await cluster.HelmAsync(["install", name, Helm.Chart, .. wait]);
        Assert.Equal(keys, await cluster.SecretAsync(ns, secret));
    }

    private async Task<string> PackAsync(string version)
    {
        string folder = Path.GetDirectoryName(cluster.Server.KubeConfig)!;
        var packed = await Helm.RunAsync("package", Helm.Chart, "--version", version, "--app-version", version, "-d", folder);
        Assert.True(packed.ExitCode == 0, packed.Error);
        return Path.Combine(folder, $"cozeloop-{version}.tgz");
    }

    private static string Text(string base64) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
