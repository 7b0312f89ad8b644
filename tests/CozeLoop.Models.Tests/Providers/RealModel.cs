using System.Diagnostics;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

/// <summary>A real language model behind a server that this project did not write (the test servers' folder <c>model</c>).</summary>
internal sealed class RealModel : IAsyncDisposable
{
    private readonly string tools;
    private readonly string folder = Directory.CreateTempSubdirectory("cozeloop-model-").FullName;
    private readonly int port = FreePort.Next();

    private RealModel(string tools) => this.tools = tools;

    public string BaseUrl => $"http://127.0.0.1:{port}/v1";

    /// <summary>Skips the test where the server is absent or cannot run here.</summary>
    public static async Task<RealModel> StartAsync(params string[] options)
    {
        string? tools = SharedFolder.Find("tools/model");
        Assert.SkipWhen(tools is null, "The real model's folder (shared/tools/model) is absent.");
        var model = new RealModel(tools!);
        var (code, error) = await model.StartAgainAsync(options);
        Assert.SkipWhen(code == 3, $"The real model cannot run here: {error}");
        Assert.True(code == 0, error);
        return model;
    }

    public Task<(int Code, string Error)> StartAgainAsync(params string[] options) => RunAsync("start", [folder, port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. options]);

    public Task KillAsync() => RunAsync("stop", [folder, "KILL"]);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(int Code, string Error)> RunAsync(string script, string[] arguments)
    {
        // Not redirected: the server would inherit the pipes and keep them open. The script writes into files instead.
        string output = Path.Combine(folder, "script.log");
        var start = new ProcessStartInfo("bash", ["-c", "\"$@\" >\"$0\" 2>&1", output, Path.Combine(tools, script), .. arguments]);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken));
    }
}
