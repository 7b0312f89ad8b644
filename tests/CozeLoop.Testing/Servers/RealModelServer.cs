using System.Diagnostics;
using System.Globalization;

namespace CozeLoop.Testing.Servers;

/// <summary>A real language model behind a server that this project did not write (the test servers' folder <c>model</c>). Ends what it
/// started.</summary>
public sealed class RealModelServer : IAsyncDisposable
{
    private const int ProgramMissing = 3;

    private readonly string _tools;
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-model-").FullName;
    private readonly int _port = FreePort.Next();

    private RealModelServer(string tools) => _tools = tools;

    public string BaseUrl => $"http://127.0.0.1:{_port}/v1";

    /// <param name="skipWhen">The test framework's way to skip: called where the server is absent or cannot run here.</param>
    /// <param name="options">Options of llama.cpp's server.</param>
    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<RealModelServer> StartAsync(Action<bool, string> skipWhen, params string[] options)
    {
        string? tools = SharedFolder.Find("tools/model");
        skipWhen(tools is null, "the real model's folder (shared/tools/model) is absent");
        var model = new RealModelServer(tools!);
        var (code, error) = await model.StartAgainAsync(options);
        skipWhen(code == ProgramMissing, $"the real model cannot run here: {error}");
        return code == 0 ? model : throw new InvalidOperationException(error);
    }

    public Task<(int Code, string Error)> StartAgainAsync(params string[] options) =>
        RunAsync("start", [_folder, _port.ToString(CultureInfo.InvariantCulture), .. options]);

    /// <summary>SIGKILL, in the middle of whatever it does.</summary>
    public Task KillAsync() => RunAsync("stop", [_folder, "KILL"]);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(int Code, string Error)> RunAsync(string script, string[] arguments)
    {
        // Not redirected: the server would inherit the pipes and keep them open. The script writes into files instead.
        string output = Path.Combine(_folder, "script.log");
        var start = new ProcessStartInfo("bash", ["-c", "\"$@\" >\"$0\" 2>&1", output, Path.Combine(_tools, script), .. arguments]);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
        await process.WaitForExitAsync();
        return (process.ExitCode, await File.ReadAllTextAsync(output));
    }
}
