using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.ClickHouse;

/// <summary>A server that goes and comes back, and what the doctor says of one.</summary>
public sealed class ServerOutageTests(SharedFront server) : IClassFixture<SharedFront>
{
    [Fact]
    public async Task A_server_that_went_away_is_named_and_found_again()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        var states = new StoreStates();
        using var watch = new ServerWatch(server.Store, states, TimeProvider.System, NullLogger<ServerWatch>.Instance);
        await watch.LookAsync(ct);
        Assert.Equal(new StoreState("clickhouse", null), Assert.Single(states.All));

        await server.Front.GoDownAsync();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => server.Store.ExecuteAsync("SELECT 1", ct: ct));
        Assert.Contains(server.Front.Authority, error.Message, StringComparison.Ordinal);
        await watch.LookAsync(ct);
        Assert.Contains(server.Front.Authority, Assert.Single(states.All).Trouble, StringComparison.Ordinal);
        var finding = Assert.Single(await ClickHouseDoctor.CheckAsync(server.Front.ConnectionString(server.Database), ct));
        Assert.Equal((ClickHouseFault.Unusable, server.Front.Authority), (finding.Fault, finding.Subject));

        // A host that starts meanwhile waits for it.
        await using var starting = server.Connect();
        var migrated = starting.MigrateAsync(typeof(SharedFront).Assembly, ct);
        await server.Front.ComeBackAsync();
        await migrated;
        await watch.LookAsync(ct);
        Assert.Null(Assert.Single(states.All).Trouble);
    }

    [Fact]
    public async Task The_doctor_sees_version_and_rights_of_a_server_and_a_wrong_password()
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        var other = await ChdbHttpFront.StartAsync(server.Path);
        await using (other)
        {
            var well = await ClickHouseDoctor.CheckAsync(other.ConnectionString(server.Database), ct);
            Assert.Equal([ClickHouseFault.None, ClickHouseFault.None], well.Select(f => f.Fault));
            Assert.StartsWith("26.", well[0].Detail, StringComparison.Ordinal);
            var wrong = Assert.Single(await ClickHouseDoctor.CheckAsync(other.ConnectionString(server.Database, "Password=wrong"), ct));
            Assert.Equal(ClickHouseFault.Unusable, wrong.Fault);
            other.Fault = request =>
                request.Sql.StartsWith("CHECK GRANT", StringComparison.Ordinal)
                    ? new ChdbHttpFault.Refusal(497, "Not enough privileges.")
                    : null;
            Assert.Contains(
                "497",
                Assert.Single(await ClickHouseDoctor.CheckAsync(other.ConnectionString(server.Database), ct)).Detail,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("26.7.2.1", true)]
    [InlineData("25.8.1.1", true)]
    [InlineData("25.7.9.9", false)]
    [InlineData("18.16.1", false)]
    [InlineData("", false)]
    public void An_old_server_is_too_old(string version, bool enough) => Assert.Equal(enough, ServerStart.IsNewEnough(version));
}
