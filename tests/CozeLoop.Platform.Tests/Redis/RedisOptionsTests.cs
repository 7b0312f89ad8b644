using System.Net;
using CozeLoop.Platform.Redis;

namespace CozeLoop.Platform.Tests.Redis;

public sealed class RedisOptionsTests
{
    [Fact]
    public void Every_part_of_the_connection_string_is_read()
    {
        var options = RedisOptions.Parse(
            "Endpoints=a:6379, [::1]:6380;User=u;Password=\"p;=\";Tls=true;TlsCa=/ca.pem;Database=3;Prefix=x:"
        );
        Assert.Equal([new DnsEndPoint("a", 6379), new DnsEndPoint("::1", 6380)], options.Endpoints);
        Assert.Equal(
            ("u", "p;=", true, "/ca.pem", 3, "x:"),
            (options.User, options.Password, options.Tls, options.CertificateAuthority, options.Database, options.Prefix)
        );
    }

    [Theory]
    [InlineData("Password=p", "Endpoints is missing")]
    [InlineData("Endpoints=redis", "\"redis\" is not host:port")]
    [InlineData("Endpoints=redis:1;Tls=on", "Tls must be true or false")]
    [InlineData("Endpoints=redis:1;Database=-1", "Database must be a number from 0")]
    [InlineData("Endpoints=redis:1;abortConnect=true", "abortconnect is none of")]
    [InlineData("redis:6379", "ConnectionStrings:Redis")]
    public void What_is_wrong_is_said_with_the_settings_name(string connectionString, string why)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => RedisOptions.Parse(connectionString));
        Assert.StartsWith("ConnectionStrings:Redis: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
    }
}
