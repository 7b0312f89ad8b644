using CozeLoop.Testing.Servers;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs;

public sealed class RunFailureOnSqliteTests : RunFailureContract
{
    protected override Task<(string Key, string Value)[]> SettingsAsync() => Task.FromResult<(string, string)[]>([]);
}

public sealed class RunFailureOnMySqlTests(SharedMariaDb server) : RunFailureContract
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
