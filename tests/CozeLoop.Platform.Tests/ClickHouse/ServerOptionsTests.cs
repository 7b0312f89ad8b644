using CozeLoop.Platform.ClickHouse.Server;

namespace CozeLoop.Platform.Tests.ClickHouse;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Little_is_needed()
    {
        var options = ServerOptions.Parse("Host=clickhouse");
        Assert.Equal(
            ("http://clickhouse:8123/", "default", "", "cozeloop"),
            (options.Address.ToString(), options.Username, options.Password, options.Database)
        );
        Assert.Null(options.Cluster);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var options = ServerOptions.Parse(
            "Host=ch.example;Port=443;Protocol=https;Path=/ch/;Username=u;Password=\"a;b=c\";Database=traces;"
                + "TlsCa=/etc/ca.pem;Cluster={cluster};InsertQuorum=auto"
        );
        Assert.Equal("https://ch.example/ch", options.Address.ToString());
        Assert.Equal(
            ("u", "a;b=c", "traces", "/etc/ca.pem", "{cluster}", "auto"),
            (options.Username, options.Password, options.Database, options.CertificateAuthority, options.Cluster, options.InsertQuorum)
        );
        Assert.Equal("2", ServerOptions.Parse("Host=ch;Cluster=one_shard").InsertQuorum);
        Assert.Equal(8443, ServerOptions.Parse("Host=ch;Protocol=https").Address.Port);
    }

    [Theory]
    [InlineData("Username=u", "Host is missing")]
    [InlineData("Host=a b", "Host must be")]
    [InlineData("Host=c;Port=0", "Port must be")]
    [InlineData("Host=c;Protocol=tcp", "Protocol must be")]
    [InlineData("Host=c;Databse=x", "databse is none of")]
    [InlineData("Host=c;Database=x`y", "Database must be")]
    [InlineData("Host=c;Cluster=it's", "Cluster must be")]
    [InlineData("Host=c;Cluster=a b", "Cluster must be")]
    [InlineData("Host=c;InsertQuorum=2", "means nothing without Cluster")]
    [InlineData("Host=c;Cluster=c;InsertQuorum=0", "InsertQuorum must be")]
    [InlineData("nonsense", "Format of the initialization string")]
    public void What_is_wrong_is_said_with_the_settings_name(string connectionString, string why)
    {
        var error = Assert.Throws<InvalidOperationException>(() => ServerOptions.Parse(connectionString));
        Assert.StartsWith("ConnectionStrings:ClickHouse: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
