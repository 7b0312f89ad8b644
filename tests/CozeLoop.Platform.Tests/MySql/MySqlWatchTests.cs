using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Relational.MySql;
using CozeLoop.Testing.Servers;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.MySql;

public sealed class MySqlWatchTests
{
    [Fact]
    public async Task A_server_that_went_away_is_named_without_its_password_and_found_again()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var server = await MariaDbServer.StartAsync();
        using var folder = new TemporaryFolder();
        var states = new StoreStates();
        var stores = new RelationalStores(folder.Data, TimeProvider.System, NullLoggerFactory.Instance, server.NewInstallation());
        using var watch = new MySqlWatch(stores, states, TimeProvider.System, NullLogger<MySqlWatch>.Instance);
        await watch.LookAsync(ct);
        Assert.Equal(new StoreState("mysql", null), Assert.Single(states.All));

        await server.KillAsync();
        await watch.LookAsync(ct);
        string trouble = Assert.Single(states.All).Trouble ?? "";
        Assert.NotEqual("", trouble);
        Assert.DoesNotContain("password", trouble, StringComparison.OrdinalIgnoreCase);

        await server.RestartAsync();
        await watch.LookAsync(ct);
        Assert.Null(Assert.Single(states.All).Trouble);
    }
}
