using CozeLoop.Platform.Relational.MySql;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.MySql;

public sealed class MySqlDoctorTests(SharedMariaDb shared)
{
    [Fact]
    public async Task The_doctor_names_the_version_and_what_may_lose_data()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        var findings = (await MySqlDoctor.CheckAsync(await shared.NewInstallationAsync(), default)).ToDictionary(f => f.Subject);
        Assert.StartsWith("MariaDB 1", findings["MySQL"].Detail, StringComparison.Ordinal);
        // As the tests' server is started.
        Assert.Equal(
            (MySqlFault.NotFlushed, "2"),
            (findings["MySQL innodb_flush_log_at_trx_commit"].Fault, findings["MySQL innodb_flush_log_at_trx_commit"].Detail)
        );
        Assert.All(
            ((string[])["sync_binlog", "read_only", "max_allowed_packet", "max_connections"]),
            setting => Assert.Equal(MySqlFault.None, findings[$"MySQL {setting}"].Fault)
        );
    }

    [Fact]
    public async Task The_doctor_says_who_is_not_let_in()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        var finding = Assert.Single(
            await MySqlDoctor.CheckAsync((await shared.ServerAsync()).ConnectionString("x", password: "wrong"), default)
        );
        Assert.Equal(MySqlFault.Unreachable, finding.Fault);
        Assert.Contains("Access denied", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_that_nobody_answers()
    {
        var finding = Assert.Single(
            await MySqlDoctor.CheckAsync($"Server=127.0.0.1;Port={CozeLoop.Testing.FreePort.Next()};User ID=a", default)
        );
        Assert.Equal(MySqlFault.Unreachable, finding.Fault);
        Assert.Contains("MySQL at 127.0.0.1", finding.Detail, StringComparison.Ordinal);
    }
}
