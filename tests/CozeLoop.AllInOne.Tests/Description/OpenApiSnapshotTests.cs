using CozeLoop.AllInOne.Tests.Hosting;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Description;

/// <summary>
/// <c>docs/api/openapi.json</c> is what the product serves, so that a change of the API shows in the change itself. <c>make openapi</c>
/// writes it anew.
/// </summary>
public sealed class OpenApiSnapshotTests(RunningHost host)
{
    private static string Snapshot => Path.Combine(Repository.Root, "docs/api/openapi.json");

    [Fact]
    public async Task The_snapshot_is_what_the_product_serves()
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = host.CreateClient(null);
        string served = await http.GetStringAsync("/openapi/v1.json", ct) + "\n";
        if (Environment.GetEnvironmentVariable("COZELOOP_OPENAPI") == "write")
            await File.WriteAllTextAsync(Snapshot, served, ct);
        Assert.True(served == await File.ReadAllTextAsync(Snapshot, ct), "The API has changed: `make openapi`, and look at what changed.");
    }
}
