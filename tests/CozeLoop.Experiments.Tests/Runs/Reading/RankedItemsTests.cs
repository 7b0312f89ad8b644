using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs.Reading;

public sealed class RankedItemsOnSqliteTests : RankedItemsContract
{
    protected override Task<(string Key, string Value)[]> SettingsAsync() => Task.FromResult<(string, string)[]>([]);
}

public sealed class RankedItemsOnMySqlTests(SharedMariaDb server) : RankedItemsContract
{
    protected override async Task<(string Key, string Value)[]> SettingsAsync()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        return
        [
            ("ConnectionStrings:MySql", await server.NewInstallationAsync()),
            ("COZELOOP_MASTER_KEY", Convert.ToBase64String(new byte[32])),
        ];
    }
}
