using System.Text.Json.Nodes;
using CozeLoop.Testing;
using CozeLoop.Testing.Deployment;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>What compose would start, without starting it.</summary>
public sealed class ComposeTests(ComposeFile compose) : IClassFixture<ComposeFile>
{
    [Fact]
    public async Task Without_its_secrets_nothing_starts_and_the_message_says_what_to_do()
    {
        var read = await Compose.ConfigAsync(new Dictionary<string, string>());
        Assert.SkipWhen(read is null, compose.Missing ?? "");
        Assert.NotEqual(0, read!.ExitCode);
        Assert.Contains("run make up", read.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_of_a_service_is_one_that_the_product_reads()
    {
        SkipWhereMissing();
        Assert.All(
            ServiceBuild.All.Append("provision").SelectMany(name => compose.Environment(name).Keys).Distinct(),
            variable => Assert.True(ProductSettings.Reads(variable), variable)
        );
    }

    [Fact]
    public void A_setting_that_nobody_reads_would_be_found()
    {
        Assert.False(ProductSettings.Reads("COZELOOP_MISSPELT"));
        Assert.False(ProductSettings.Reads("Models__Misspelt"));
        Assert.False(ProductSettings.Reads("ConnectionStrings__Misspelt"));
    }

    [Fact]
    public void All_services_share_the_stores_the_master_key_and_each_others_addresses()
    {
        SkipWhereMissing();
        string[] shared =
        [
            "COZELOOP_MASTER_KEY",
            .. new[] { "MySql", "ClickHouse", "Redis", "Blobs", "RocketMq" }.Select(store => "ConnectionStrings__" + store),
            .. ServiceBuild.All.SkipLast(1).Select(service => "Services__Urls__" + service),
        ];
        foreach (string variable in shared)
        {
            string value = Assert.Single(
                ServiceBuild.All.Select(name => compose.Environment(name).GetValueOrDefault(variable, "")).Distinct()
            );
            Assert.NotEqual("", value);
        }
        Assert.All(
            ServiceBuild.All.SkipLast(1),
            service => Assert.Equal($"http://{service}:8090", compose.Environment("studio")["Services__Urls__" + service])
        );
    }

    [Fact]
    public void Every_service_is_built_from_its_own_project_and_asks_itself_for_its_health()
    {
        SkipWhereMissing();
        foreach (string name in ServiceBuild.All)
        {
            var container = compose.Container(name);
            Assert.True(
                Directory.Exists(Path.Combine(Repository.Root, "services", "CozeLoop." + container["build"]!["args"]!["SERVICE"])),
                name
            );
            Assert.Equal(
                ["CMD", "/app/service", "healthcheck"],
                container["healthcheck"]!["test"]!.AsArray().Select(word => (string)word!)
            );
            Assert.Equal("True", (string)container["read_only"]!, ignoreCase: true);
        }
        Assert.Equal("studio", compose.Environment("studio")["Services"]);
        Assert.Equal(["serve"], compose.Container("studio")["command"]!.AsArray().Select(word => (string)word!));
    }

    [Fact]
    public void Who_is_waited_for_says_when_it_is_ready_or_ends()
    {
        SkipWhereMissing();
        var waits = compose
            .Containers.SelectMany(pair =>
                (pair.Value!["depends_on"]?.AsObject() ?? []).Select(on =>
                    (From: pair.Key, On: on.Key, Condition: (string)on.Value!["condition"]!)
                )
            )
            .ToList();
        Assert.True(waits.Count > 40, $"{waits.Count} dependencies");
        foreach (var (from, on, condition) in waits)
        {
            bool ends = (string?)compose.Container(on)["restart"] is "no";
            Assert.True(
                condition == (ends ? "service_completed_successfully" : "service_healthy"),
                $"{from} waits for {on} by {condition}"
            );
            Assert.True(ends || compose.Container(on)["healthcheck"] is JsonObject, $"{on} has no health check");
        }
        Assert.All(ServiceBuild.All, name => Assert.Contains(waits, wait => wait.From == "nginx" && wait.On == name));
        Assert.All(ServiceBuild.All, name => Assert.Contains(waits, wait => wait.From == name && wait.On == "provision"));
    }

    [Fact]
    public void Only_nginx_can_be_reached_and_only_from_this_machine_unless_asked_otherwise()
    {
        SkipWhereMissing();
        var open = compose.Containers.Where(pair => pair.Value!["ports"] is not null).Select(pair => pair.Key);
        Assert.Equal(["nginx"], open);
        Assert.All(
            compose.Container("nginx")["ports"]!.AsArray(),
            port => Assert.Equal("127.0.0.1", port is JsonObject long_form ? (string)long_form["host_ip"]! : ((string)port!).Split(':')[0])
        );
    }

    [Fact]
    public void Every_container_is_limited_may_do_little_and_its_image_says_which()
    {
        SkipWhereMissing();
        foreach (var (name, container) in compose.Containers)
        {
            Assert.True(container!["mem_limit"] is not null, $"{name} has no memory limit");
            Assert.Equal(["ALL"], container["cap_drop"]!.AsArray().Select(capability => (string)capability!));
            string image = (string)container["image"]!;
            Assert.Matches(@":[A-Za-z0-9_.-]*\d\.\d[A-Za-z0-9_.-]*$|:RELEASE\.[0-9TZ-]+$", image);
        }
    }

    [Fact]
    public void What_nginx_writes_in_memory_leaves_room_for_itself()
    {
        SkipWhereMissing();
        foreach (var mount in compose.Container("nginx")["tmpfs"]!.AsArray())
        {
            Assert.Matches(@"[:,]size=\d{1,2}m(,|$)", (string)mount!);
        }
    }

    [Fact]
    public void What_must_last_is_on_a_volume()
    {
        SkipWhereMissing();
        foreach (
            var (store, path) in new[]
            {
                ("mysql", "/var/lib/mysql"),
                ("clickhouse", "/var/lib/clickhouse"),
                ("minio", "/data"),
                ("rocketmq-broker", "/home/rocketmq/store"),
            }
        )
        {
            var targets = compose.Container(store)["volumes"]!
                .AsArray()
                .Select(volume => volume is JsonObject map ? (string)map["target"]! : ((string)volume!).Split(':')[1]);
            Assert.Contains(path, targets);
        }
    }

    private void SkipWhereMissing() => Assert.SkipWhen(compose.Missing is not null, compose.Missing ?? "");
}
