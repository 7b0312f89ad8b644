using System.Net;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CozeLoop.Models.Tests.Outbound;

public class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void Public_addresses_may_be_reached(string address) =>
        Assert.True(MayReach(address, new ModelsOptions { AllowLoopback = false }));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("192.88.99.1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("::ffff:0:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:0:808:808::1")]
    [InlineData("2606:4700::5efe:10.0.0.1")]
    public void Private_addresses_need_the_setting(string address)
    {
        Assert.False(MayReach(address, new ModelsOptions()));
        Assert.True(MayReach(address, new ModelsOptions { AllowPrivateNetworks = true }));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("::ffff:0:169.254.169.254")]
    [InlineData("2002:a9fe:a9fe::")]
    [InlineData("0.0.0.0")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void No_setting_opens_link_local_unspecified_and_multicast_addresses(string address) =>
        Assert.False(MayReach(address, new ModelsOptions { AllowPrivateNetworks = true, AllowLoopback = true }));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Loopback_has_a_setting_of_its_own(string address)
    {
        Assert.True(MayReach(address, new ModelsOptions()));
        Assert.False(MayReach(address, new ModelsOptions { AllowLoopback = false, AllowPrivateNetworks = true }));
    }

    [Theory]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("::127.0.0.1")]
    public void A_translators_loopback_is_not_this_machines(string address) =>
        Assert.False(MayReach(address, new ModelsOptions { AllowLoopback = true }));

    [Theory]
    [InlineData(false, null, true)]
    [InlineData(true, null, false)]
    [InlineData(true, "true", true)]
    [InlineData(false, "false", false)]
    public void Loopback_is_reached_only_while_the_product_listens_there_alone(bool any, string? setting, bool allowed)
    {
        KeyValuePair<string, string?>[] settings = [new("Models:AllowLoopback", setting), new("COZELOOP_LISTEN", any ? "any" : null)];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddModels(configuration).BuildServiceProvider();
        Assert.Equal(allowed, MayReach("127.0.0.1", services.GetRequiredService<ModelsOptions>()));
    }

    [Theory]
    [InlineData("http://127.0.0.1/v1")]
    [InlineData("http://2130706433/v1")]
    [InlineData("http://0x7f000001/v1")]
    [InlineData("http://0177.0.0.1/v1")]
    [InlineData("http://127.1/v1")]
    [InlineData("http://[::ffff:7f00:1]/v1")]
    [InlineData("http://①②⑦.0.0.1/v1")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://user@8.8.8.8/v1")]
    [InlineData("http://8.8.8.8@127.0.0.1/v1")]
    [InlineData("file:///etc/passwd")]
    public void A_spelling_of_a_refused_address_is_refused_when_the_connection_is_made(string url) =>
        Assert.NotNull(
            ConnectionRules.Check(new CreateConnection("c", "openai", url, null, null), new ModelsOptions { AllowLoopback = false })
        );

    private static bool MayReach(string address, ModelsOptions options) => AddressRules.MayReach(IPAddress.Parse(address), options);
}
