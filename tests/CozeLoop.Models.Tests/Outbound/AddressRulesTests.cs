using System.Net;
using CozeLoop.Models.Outbound;
using Xunit;

namespace CozeLoop.Models.Tests.Outbound;

public class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void Public_addresses_may_be_reached(string address) => Assert.True(AddressRules.MayReach(IPAddress.Parse(address), new ModelsOptions { AllowLoopback = false }));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    public void Private_and_link_local_addresses_need_the_setting(string address)
    {
        Assert.False(AddressRules.MayReach(IPAddress.Parse(address), new ModelsOptions()));
        Assert.True(AddressRules.MayReach(IPAddress.Parse(address), new ModelsOptions { AllowPrivateNetworks = true }));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    public void Loopback_has_a_setting_of_its_own(string address)
    {
        Assert.True(AddressRules.MayReach(IPAddress.Parse(address), new ModelsOptions()));
        Assert.False(AddressRules.MayReach(IPAddress.Parse(address), new ModelsOptions { AllowLoopback = false, AllowPrivateNetworks = true }));
    }
}
