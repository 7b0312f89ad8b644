using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace CozeLoop.Platform.Tests.Hosting;

public sealed class ProxiesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    public void Without_a_proxy_no_forwarded_address_is_believed(string? hops) => Assert.Null(Proxies.From(Configured(hops)));

    [Fact]
    public void As_many_addresses_are_believed_as_there_are_proxies_and_only_from_private_networks()
    {
        var options = Proxies.From(Configured("2"))!;
        Assert.Equal(2, options.ForwardLimit);
        Assert.Empty(options.KnownProxies);
        Assert.Contains(options.KnownIPNetworks, n => n.Contains(System.Net.IPAddress.Parse("10.1.2.3")));
        Assert.DoesNotContain(options.KnownIPNetworks, n => n.Contains(System.Net.IPAddress.Parse("203.0.113.7")));
    }

    [Fact]
    public void Proxies_elsewhere_are_named_by_address_or_network()
    {
        var known = Proxies.From(Configured("1", "203.0.113.7, 2001:db8::/32"))!.KnownIPNetworks;
        Assert.Equal(["203.0.113.7/32", "2001:db8::/32"], known.Select(n => n.ToString()));
    }

    [Theory]
    [InlineData("-1", null, "COZELOOP_PROXY_HOPS")]
    [InlineData("9", null, "COZELOOP_PROXY_HOPS")]
    [InlineData("one", null, "COZELOOP_PROXY_HOPS")]
    [InlineData("1", "everybody", "COZELOOP_TRUSTED_PROXIES")]
    public void A_setting_without_a_meaning_is_refused_by_its_name(string hops, string? trusted, string name)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Proxies.From(Configured(hops, trusted)));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configured(string? hops, string? trusted = null) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(Proxies.Hops, hops), KeyValuePair.Create(Proxies.Trusted, trusted)])
            .Build();
}
