using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.Hosting;

public sealed class NeighbourRequirementsTests
{
    private static readonly string[] All = ["workspaces", "models", "tracing", "prompts", "experiments", "evaluation"];

    [Fact]
    public void All_services_together_need_no_address_and_no_key() => Assert.Empty(NeighbourRequirements.Check(Settings(), All));

    [Fact]
    public void A_service_alone_names_the_address_of_each_other_and_the_key()
    {
        var errors = NeighbourRequirements.Check(Settings(), ["prompts"]);
        string[] expected =
        [
            .. All.Where(s => s != "prompts").Select(s => $"Services:Urls:{s} is not set"),
            "COZELOOP_MASTER_KEY is not set",
        ];
        Assert.Equal(expected, errors.Select(e => e[..e.IndexOf(':', e.IndexOf(" is not set", StringComparison.Ordinal))]));
    }

    [Fact]
    public void The_studio_alone_needs_all_of_them() => Assert.Equal(7, NeighbourRequirements.Check(Settings(), ["studio"]).Count);

    [Fact]
    public void With_addresses_and_a_key_it_starts() =>
        Assert.Empty(
            NeighbourRequirements.Check(
                Settings([.. All.Select(s => ($"Services:Urls:{s}", $"http://{s}:8090")), ("COZELOOP_MASTER_KEY", "key")]),
                ["prompts"]
            )
        );

    [Theory]
    [InlineData("models:8090")]
    [InlineData("ftp://models")]
    [InlineData("models")]
    public void An_address_that_is_no_URL_is_refused_by_its_setting(string address)
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            NeighbourRequirements.Check(Settings(("Services:Urls:models", address)), ["prompts"])
        );
        Assert.StartsWith("Services:Urls:models must be a URL such as http://models:8090", error.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
}
