using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CozeLoop.Testing;

/// <summary>
/// The real product as a process of its own on free loopback ports and a temporary data folder. It can be killed (SIGKILL) and started
/// again on the same data. Ends the process it started, by id, and removes the folder.
/// </summary>
public sealed class RunningProduct : IProduct
{
    public const string SecretKey = "sk-test-secret-of-the-test-run",
        PublicKey = "pk-test-of-the-test-run",
        Email = "owner@example.test",
        Password = "a test's password";
    public const long WorkspaceId = 7_000_001;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _data = Directory.CreateTempSubdirectory("cozeloop-test-").FullName;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly int _port = FreePort.Next();
    private Process? _process;

    private readonly string _program;

    private RunningProduct(IReadOnlyDictionary<string, string> settings, string program) => (_settings, _program) = (settings, program);

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public string DataFolder => _data;

    /// <summary>Everything the process has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>While it runs.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The product does not run.");

    /// <param name="program">The all-in-one's assembly; default: as the build of this test made it.</param>
    public static async Task<RunningProduct> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null,
        string? program = null,
        CancellationToken ct = default
    )
    {
        var product = new RunningProduct(settings ?? new Dictionary<string, string>(), program ?? ProductFile());
        try
        {
            await product.StartProcessAsync(ct);
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is closed.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public Task RestartAsync(CancellationToken ct = default) => StartProcessAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task StartProcessAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add(_program);
        start.ArgumentList.Add("serve");
        foreach (var (name, value) in Environment(_settings))
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _output.Enqueue(line.Data);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _output.Enqueue(line.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync(_process, ct);
    }

    private async Task WaitUntilReadyAsync(Process process, CancellationToken ct)
    {
        using var http = TestHttp.Create(Address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ReadyWithin);
        while (!limit.IsCancellationRequested && !process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready", limit.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // not listening yet
            }
            await Task.Delay(50, ct);
        }
        throw new InvalidOperationException($"The product did not become ready. It said:\n{Output}");
    }

    private Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> settings)
    {
        var environment = FirstStart();
        environment["COZELOOP_DATA"] = _data;
        environment["COZELOOP_HTTP_PORT"] = _port.ToString(CultureInfo.InvariantCulture);
        environment["COZELOOP_OTLP_HTTP_PORT"] = "0";
        environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in settings)
            environment[name] = value;
        return environment;
    }

    /// <summary>Settings that make the first owner, workspace and key.</summary>
    internal static Dictionary<string, string> FirstStart() =>
        new()
        {
            ["COZELOOP_INIT_EMAIL"] = Email,
            ["COZELOOP_INIT_PASSWORD"] = Password,
            ["COZELOOP_INIT_WORKSPACE_ID"] = WorkspaceId.ToString(CultureInfo.InvariantCulture),
            ["COZELOOP_INIT_PUBLIC_KEY"] = PublicKey,
            ["COZELOOP_INIT_SECRET_KEY"] = SecretKey,
        };

    /// <summary>The all-in-one as the same build of this test made it.</summary>
    public static string ProductFile()
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);
        string file = Path.Combine(Repository.Root, "services/CozeLoop.AllInOne/bin", configuration, "net10.0/cozeloop.dll");
        return File.Exists(file) ? file : throw new FileNotFoundException("Build the solution first: the product is not there.", file);
    }
}
