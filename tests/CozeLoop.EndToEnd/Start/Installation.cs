using System.Globalization;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Start;

/// <summary>A data folder that a product has worked on, to be spoilt in copies.</summary>
public sealed class Installation : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("cozeloop-start-").FullName;

    private string Good => Path.Combine(_root, "good");

    public async ValueTask InitializeAsync()
    {
        await using var product = await RunningProduct.StartAsync();
        await product.KillAsync();
        await CopyAsync(product.DataFolder, Good);
        File.Delete(Path.Combine(Good, "internal.sock"));
    }

    /// <summary>A folder of its own with the same data.</summary>
    public async Task<string> CopyAsync()
    {
        string copy = Path.Combine(_root, Guid.NewGuid().ToString("n"));
        await CopyAsync(Good, copy);
        return copy;
    }

    /// <summary>A path where there is nothing.</summary>
    public string Nowhere() => Path.Combine(_root, Guid.NewGuid().ToString("n"));

    /// <summary>Starts on a folder, and waits for the end that must come.</summary>
    /// <param name="program">Default: the one process with all services.</param>
    public static async Task<ExternalProgram.Result> StartAsync(
        string folder,
        (string Name, string Value)[] settings,
        CancellationToken ct,
        string? program = null
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["COZELOOP_DATA"] = folder,
            ["COZELOOP_HTTP_PORT"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["COZELOOP_OTLP_HTTP_PORT"] = "0",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        string[] arguments = program is null ? [RunningProduct.ProductFile(), "serve"] : [program];
        return await ExternalProgram.RunAsync("dotnet", arguments, environment, ct: ct);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task CopyAsync(string from, string to)
    {
        var copied = await ExternalProgram.RunAsync("cp", ["-a", from, to]);
        Assert.True(copied.ExitCode == 0, copied.Error);
    }
}
