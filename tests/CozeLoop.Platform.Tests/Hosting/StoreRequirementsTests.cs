using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.Hosting;

public sealed class StoreRequirementsTests
{
    private static readonly string[] All = ["workspaces", "models", "tracing", "prompts", "experiments", "evaluation", "studio"];

    [Fact]
    public void All_services_together_need_no_setting() => Assert.Empty(StoreRequirements.Check(Settings(), All));

    [Theory]
    [InlineData("prompts", "RocketMq MySql Blobs")]
    [InlineData("tracing", "RocketMq MySql Blobs ClickHouse")]
    public void A_service_alone_names_each_store_it_must_share(string service, string missing)
    {
        var errors = StoreRequirements.Check(Settings(), [service]);
        Assert.Equal(missing.Split(' ').Length, errors.Count);
        Assert.All(
            missing.Split(' ').Zip(errors),
            e => Assert.StartsWith($"ConnectionStrings:{e.First} is not set", e.Second, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("RocketMq")]
    [InlineData("MySql")]
    [InlineData("ClickHouse")]
    [InlineData("Redis")]
    [InlineData("Blobs")]
    public void One_store_may_be_a_server_for_all_services_together(string store) =>
        Assert.Empty(StoreRequirements.Check(Settings(store), All));

    private static IConfiguration Settings(params string[] stores) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(stores.Select(s => new KeyValuePair<string, string?>($"ConnectionStrings:{s}", "server")))
            .Build();
}
