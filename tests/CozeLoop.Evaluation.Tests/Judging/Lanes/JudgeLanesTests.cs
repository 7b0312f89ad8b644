using CozeLoop.Testing.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedMariaDb))]

namespace CozeLoop.Evaluation.Tests.Judging.Lanes;

public sealed class JudgeLanesTests : JudgeLanesContract
{
    protected override Task<(string, string)[]> StoreAsync() => Task.FromResult<(string, string)[]>([]);
}

public sealed class JudgeLanesOnMariaDbTests(SharedMariaDb server) : JudgeLanesContract
{
    protected override async Task<(string, string)[]> StoreAsync()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        return
        [
            ("ConnectionStrings:MySql", await server.NewInstallationAsync()),
            ("COZELOOP_MASTER_KEY", Convert.ToBase64String(new byte[32])),
        ];
    }
}
