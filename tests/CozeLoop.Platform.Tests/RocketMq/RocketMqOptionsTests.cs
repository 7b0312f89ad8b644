using System.Net;
using CozeLoop.Platform.RocketMq;

namespace CozeLoop.Platform.Tests.RocketMq;

public sealed class RocketMqOptionsTests
{
    [Fact]
    public void Every_part_of_the_connection_string_is_read()
    {
        var options = RocketMqOptions.Parse(
            "Endpoints=a:8081, "
                + "[::1]:8082;NameServers=n:9876;AccessKey=k;SecretKey=\"s;=\";Tls=true;TlsCa=/ca.pem;Prefix=p-;MaxDiskPercent=70"
        );
        Assert.Equal([new DnsEndPoint("a", 8081), new DnsEndPoint("::1", 8082)], options.Proxies);
        Assert.Equal([new DnsEndPoint("n", 9876)], options.NameServers);
        Assert.Equal(
            (new RocketMqCredentials("k", "s;="), true, "/ca.pem", "p-", 70),
            (options.Credentials, options.Tls, options.CertificateAuthority, options.Prefix, options.MaxDiskPercent)
        );
    }

    [Theory]
    [InlineData("NameServers=n:1", "Endpoints is missing")]
    [InlineData("Endpoints=a:1", "NameServers is missing")]
    [InlineData("Endpoints=a;NameServers=n:1", "\"a\" is not host:port")]
    [InlineData("Endpoints=a:70000;NameServers=n:1", "\"a:70000\" is not host:port")]
    [InlineData("Endpoints=a:1;NameServers=n:1;AccessKey=k", "AccessKey and SecretKey belong together")]
    [InlineData("Endpoints=a:1;NameServers=n:1;Tls=maybe", "Tls must be true or false")]
    [InlineData("Endpoint=a:1;NameServers=n:1", "endpoint is none of")]
    [InlineData("Endpoints=a:1;NameServers=n:1;MaxDiskPercent=0", "MaxDiskPercent must be from 1 to 100")]
    [InlineData("nonsense", "ConnectionStrings:RocketMq")]
    public void What_is_wrong_is_said_with_the_settings_name(string connectionString, string why)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => RocketMqOptions.Parse(connectionString));
        Assert.StartsWith("ConnectionStrings:RocketMq: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
    }
}
