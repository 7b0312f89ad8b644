using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CozeLoop.Testing.Split;

/// <summary>One replica of one service as a process of its own, with a data folder that holds nothing anyone else needs.</summary>
public sealed class ServiceProcess(string service, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);

    private readonly string _data = Directory.CreateTempSubdirectory($"cozeloop-{service}-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>Its name in the settings, such as <c>tracing</c>.</summary>
    public string Service => service;

    public int HttpPort { get; } = FreePort.Next();

    public int InternalPort { get; } = FreePort.Next();

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", Command())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["COZELOOP_DATA"] = _data;
        start.Environment["COZELOOP_HTTP_PORT"] = HttpPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["COZELOOP_INTERNAL_PORT"] = InternalPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["COZELOOP_OTLP_HTTP_PORT"] = "0";
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{service} did not start.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task UntilReadyAsync()
    {
        using var http = TestHttp.Create(new Uri($"http://127.0.0.1:{HttpPort}/"));
        try
        {
            await Eventually.Async(() => IsReadyAsync(http), ReadyWithin);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{service} did not become ready. It said:\n{string.Join('\n', _output)}", e);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"{service} ended. It said:\n{string.Join('\n', _output)}");
        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string[] Command()
    {
        var build = ServiceBuild.Of(service);
        string program = Path.Combine(build.Folder, build.Program + ".dll");
        return service == "studio" ? [program, "serve", "--Services=studio"] : [program];
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _output.Enqueue(line.Data);
    }
}
