using System.Text.RegularExpressions;
using CozeLoop.Testing;
using CozeLoop.Testing.Deployment;
using CozeLoop.Workspaces;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>What the chart makes of its values, without a cluster.</summary>
public sealed class HelmChartTests(ComposeFile compose) : IClassFixture<ComposeFile>
{
    private const string External = "values-external.yaml",
        HighlyAvailable = "values-ha.yaml",
        Both = HighlyAvailable + " " + External;

    [Theory]
    [InlineData("")]
    [InlineData(HighlyAvailable)]
    [InlineData(External)]
    [InlineData(Both)]
    public async Task Every_shape_passes_lint_and_tells_services_only_what_the_product_reads(string values)
    {
        Helm.SkipWhereMissing();
        var lint = await Helm.LintAsync(Helm.Files(values));
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);

        var objects = await Helm.ObjectsAsync(Helm.Files(values));

        var services = objects.OfKind("Deployment").ToList();
        Assert.Equal(ServiceBuild.All.Select(name => "loop-cozeloop-" + name).Order(), services.Select(HelmChart.Name).Order());
        var variables = services
            .SelectMany(service => service.Pod().Containers())
            .SelectMany(HelmChart.Environment)
            .Select(variable => (string)variable["name"]!)
            .Distinct()
            .ToList();
        Assert.All(variables, variable => Assert.True(ProductSettings.Reads(variable), variable));
        Assert.All(
            new[] { "MySql", "ClickHouse", "Redis", "Blobs", "RocketMq" },
            store => Assert.Contains("ConnectionStrings__" + store, variables)
        );
    }

    [Fact]
    public async Task Compose_and_the_chart_tell_a_service_the_same_kinds_of_things()
    {
        Assert.SkipWhen(compose.Missing is not null, compose.Missing ?? "");
        string[] ofTheImage =
        [
            "COZELOOP_LISTEN",
            "COZELOOP_HTTP_PORT",
            "COZELOOP_INTERNAL_PORT",
            "COZELOOP_OTLP_HTTP_PORT",
            "COZELOOP_DATA",
            "COZELOOP_LOG",
        ];
        var deployments = (await Helm.ObjectsAsync("--set", "firstStart.existingSecret=first"))
            .OfKind("Deployment")
            .ToDictionary(HelmChart.Name);
        foreach (string service in ServiceBuild.All)
        {
            var told = deployments["loop-cozeloop-" + service].Pod()["containers"]![0]!
                .Environment()
                .Select(variable => (string)variable["name"]!)
                .Except(ofTheImage);
            Assert.Equal(compose.Environment(service).Keys.Order(), told.Order());
        }
        string dockerfile = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Dockerfile"), TestContext.Current.CancellationToken);
        Assert.All(ofTheImage, variable => Assert.Contains(variable + "=", dockerfile, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compose_and_the_chart_run_the_same_stores()
    {
        Assert.SkipWhen(compose.Missing is not null, compose.Missing ?? "");
        foreach (var store in (await Helm.ObjectsAsync()).OfKind("StatefulSet"))
        {
            Assert.Equal(
                (string)compose.Container(store.Name()["loop-cozeloop-".Length..])["image"]!,
                (string)store.Pod()["containers"]![0]!["image"]!
            );
        }
    }

    [Fact]
    public async Task External_stores_leave_nothing_bundled_and_are_read_from_the_given_secret()
    {
        var objects = await Helm.ObjectsAsync(Helm.Files(External));
        Assert.Empty(objects.OfKind("StatefulSet").Concat(objects.OfKind("PersistentVolumeClaim")).Concat(objects.OfKind("Secret")));
        var secrets = objects
            .OfKind("Deployment")
            .SelectMany(service => service.Pod().Containers())
            .SelectMany(HelmChart.Environment)
            .Where(variable => ((string)variable["name"]!).StartsWith("ConnectionStrings__", StringComparison.Ordinal))
            .Select(variable =>
                (
                    (string)variable["name"]!,
                    (string)variable["valueFrom"]!["secretKeyRef"]!["name"]!,
                    "ConnectionStrings__" + (string)variable["valueFrom"]!["secretKeyRef"]!["key"]!
                )
            )
            .Distinct()
            .ToList();
        Assert.Equal(5, secrets.Count);
        Assert.All(secrets, s => Assert.Equal(("cozeloop-stores", s.Item1), (s.Item2, s.Item3)));
    }

    [Fact]
    public async Task A_store_keeps_its_data_on_a_claim_and_only_scratch_on_the_node()
    {
        string[] scratch = ["/tmp", "/var/run/mysqld", "/var/log/clickhouse-server"];
        var objects = await Helm.ObjectsAsync();
        var claims = objects.OfKind("PersistentVolumeClaim").Select(HelmChart.Name).ToHashSet();
        foreach (var store in objects.OfKind("StatefulSet"))
        {
            var pod = store.Pod();
            var passing = (pod["volumes"]?.AsArray() ?? [])
                .Where(volume => volume!["emptyDir"] is not null)
                .Select(volume => (string)volume!["name"]!)
                .ToHashSet();
            var mounts = (pod["containers"]![0]!["volumeMounts"]?.AsArray() ?? [])
                .Where(mount => passing.Contains((string)mount!["name"]!))
                .Select(mount => (string)mount!["mountPath"]!);
            Assert.All(mounts, path => Assert.Contains(path, scratch));
            var claim = (pod["volumes"]?.AsArray() ?? [])
                .Select(volume => (string?)volume!["persistentVolumeClaim"]?["claimName"])
                .SingleOrDefault(name => name is not null);
            // The cache and the name server hold nothing that must last.
            Assert.Equal(
                !store.Name().EndsWith("redis", StringComparison.Ordinal) && !store.Name().EndsWith("namesrv", StringComparison.Ordinal),
                claim is not null && claims.Contains(claim)
            );
        }
        Assert.Equal(4, claims.Count);
    }

    [Theory]
    [InlineData("serviceDefaults.replicas=0", "/serviceDefaults/replicas")]
    [InlineData("services.tracing.replicas=many", "/services/tracing/replicas")]
    [InlineData("services.tracing.replica=2", "'replica'")]
    [InlineData("serviceDefaults.gracePeriodSeconds=10", "/serviceDefaults/gracePeriodSeconds")]
    [InlineData("serviceDefaults.resources.limits.memory=lots", "/serviceDefaults/resources/limits/memory")]
    [InlineData("mysql.bundled=false", "/mysql/external/existingSecret")]
    [InlineData("redis.bundled=false", "/redis/external/existingSecret")]
    [InlineData("mysql.image=mysql:latest", "/mysql/image")]
    [InlineData("clickhouse.persistence.size=big", "/clickhouse/persistence/size")]
    [InlineData("ingress.enabled=true", "/ingress/host")]
    [InlineData("publicUrl=loop.example.com", "/publicUrl")]
    [InlineData("language=de", "/language")]
    [InlineData("mysqll.bundled=true", "'mysqll'")]
    public async Task A_wrong_value_is_refused_by_its_name(string value, string field)
    {
        Helm.SkipWhereMissing();
        var rendered = await Helm.TemplateAsync("--set", value);
        Assert.NotEqual(0, rendered.ExitCode);
        Assert.Contains(field, rendered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_elsewhere_is_right_in_its_place()
    {
        await Helm.ObjectsAsync("--set", "redis.enabled=false,redis.bundled=false");
        await Helm.ObjectsAsync(
            "--set",
            "mysql.bundled=false,mysql.external.existingSecret=mine",
            "--set",
            "services.tracing.replicas=3",
            "--set",
            "ingress.enabled=true,ingress.host=loop.example.com"
        );
    }

    [Fact]
    public async Task A_cluster_that_is_too_old_is_refused()
    {
        Helm.SkipWhereMissing();
        var rendered = await Helm.RunAsync("template", "loop", Helm.Chart, "--kube-version", "1.29.9");
        Assert.Contains(">=1.30", rendered.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_monitor_is_made_only_where_the_cluster_knows_the_kind()
    {
        Assert.Empty((await Helm.ObjectsAsync()).OfKind("ServiceMonitor"));
        Assert.Single((await Helm.ObjectsAsync("--api-versions", "monitoring.coreos.com/v1/ServiceMonitor")).OfKind("ServiceMonitor"));
    }

    [Fact]
    public async Task With_several_replicas_a_service_has_a_disruption_budget_and_scaled_ones_leave_their_number_to_the_scaler()
    {
        var objects = await Helm.ObjectsAsync(Helm.Files(HighlyAvailable));
        Assert.Equal(7, objects.OfKind("PodDisruptionBudget").Count());
        Assert.Equal("loop-cozeloop-tracing", Assert.Single(objects.OfKind("HorizontalPodAutoscaler")).Name());
        Assert.All(
            objects.OfKind("Deployment"),
            service => Assert.Equal(service.Name() == "loop-cozeloop-tracing", service["spec"]!["replicas"] is null)
        );
        Assert.Empty((await Helm.ObjectsAsync()).OfKind("PodDisruptionBudget"));
    }

    [Fact]
    public async Task The_studios_ingress_is_sticky_and_the_others_paths_come_first()
    {
        var ingresses = (await Helm.ObjectsAsync(Helm.Files(HighlyAvailable))).OfKind("Ingress").ToDictionary(HelmChart.Name);
        Assert.Equal(
            "cookie",
            (string)ingresses["loop-cozeloop-studio"]["metadata"]!["annotations"]!["nginx.ingress.kubernetes.io/affinity"]!
        );
        Assert.Equal(
            "/",
            (string)Assert.Single(ingresses["loop-cozeloop-studio"]["spec"]!["rules"]![0]!["http"]!["paths"]!.AsArray())!["path"]!
        );
        Assert.Null(ingresses["loop-cozeloop-api"]["metadata"]!["annotations"]!["nginx.ingress.kubernetes.io/affinity"]);
        Assert.True(ingresses["loop-cozeloop-api"]["spec"]!["rules"]![0]!["http"]!["paths"]!.AsArray().Count > 20);
    }

    [Fact]
    public async Task The_dashboard_asks_for_figures_that_services_give()
    {
        await using var service = await ServiceHost.StartAsync(WorkspacesService.AddWorkspaces, WorkspacesService.MapWorkspaces);
        using var http = service.CreateClient();
        await http.GetStringAsync("/health/live", TestContext.Current.CancellationToken);
        var given = Regex
            .Matches(
                await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken),
                "^# TYPE ([a-z_]+) ",
                RegexOptions.Multiline
            )
            .Select(m => m.Groups[1].Value)
            .ToHashSet();

        string dashboard = await File.ReadAllTextAsync(
            Path.Combine(Helm.Chart, "files/dashboard.json"),
            TestContext.Current.CancellationToken
        );
        var asked = Regex
            .Matches(dashboard, @"\b(?:http|cozeloop|process)_[a-z_]+")
            .Select(m => Regex.Replace(m.Value, "_bucket$", ""))
            .Distinct()
            .ToList();

        Assert.True(asked.Count >= 10, string.Join(' ', asked));
        Assert.Empty(asked.Except(given));
    }
}
