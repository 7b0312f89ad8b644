using System.Globalization;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Crash;

/// <summary>One process to a data folder.</summary>
public sealed class DataFolderTests
{
    [Fact]
    public async Task A_second_process_is_refused_with_the_reason_and_a_killed_one_leaves_no_lock_behind()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var product = await RunningProduct.StartAsync(ct: ct);
        var environment = new Dictionary<string, string>
        {
            ["COZELOOP_DATA"] = product.DataFolder,
            ["COZELOOP_HTTP_PORT"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["COZELOOP_OTLP_HTTP_PORT"] = "0",
        };
        var second = await ExternalProgram.RunAsync("dotnet", [RunningProduct.ProductFile(), "serve"], environment, ct: ct);
        Assert.Equal(1, second.ExitCode);
        Assert.Equal(
            $"cozeloop: The data folder {product.DataFolder} is in use by another cozeloop "
                + $"process: stop that one, or set COZELOOP_DATA to another folder.",
            second.Error.Trim()
        );

        using (var http = product.CreateClient())
        {
            using var stillReady = await http.GetAsync("/health/ready", ct);
            Assert.True(stillReady.IsSuccessStatusCode);
        }
        await product.KillAsync();
        await product.RestartAsync(ct);
    }
}
