using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CozeLoop.Testing.Containers;

/// <summary>
/// A program as a container engine would run it, by bubblewrap: a file system of its own with the image's and the spec's contents, its
/// environment and nothing else of ours, process 1 of its
/// own process namespace, and no rights outside of it. Ends what it started.
/// </summary>
public sealed class RunningContainer : IAsyncDisposable
{
    private static readonly string? Bubblewrap = ExternalProgram.Find("bwrap");

    // As in the images: what programs expect of any Linux.
    private static readonly Dictionary<string, string> AnyImage = new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["DOTNET_ROOT"] = DotnetRoot,
    };
    private static readonly string[] Configuration =
    [
        "/etc/passwd",
        "/etc/group",
        "/etc/nsswitch.conf",
        "/etc/ssl",
        "/etc/alternatives",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/java-17-openjdk",
    ];

    private readonly string _name;
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-container-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;
    private Func<IReadOnlyList<string>, ProcessStartInfo> _inside = _ => throw new InvalidOperationException("It has not started.");

    private RunningContainer(string name) => _name = name;

    /// <summary>Everything it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Why no container can run here; null where one can.</summary>
    public static async Task<string?> MissingAsync()
    {
        if (Bubblewrap is null)
            return "bubblewrap is missing: apt-get install bubblewrap";
        var tried = await ExternalProgram.RunAsync(
            Bubblewrap,
            ["--unshare-user", "--unshare-pid", "--as-pid-1", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
        );
        return tried.ExitCode == 0 ? null : $"bubblewrap cannot run anything here: {tried.Error.Trim()}";
    }

    /// <param name="onItsHost">Makes a program run where the container's host is.</param>
    internal static async Task<RunningContainer> StartAsync(
        string name,
        ContainerSpec spec,
        Func<string, IEnumerable<string>, ProcessStartInfo> onItsHost
    )
    {
        var container = new RunningContainer(name);
        try
        {
            var image = await ContainerImage.OfAsync(spec.Image);
            if (image.EntryPoint is ["mysqld" or "mariadbd", ..])
                spec = await MySqlImage.PrepareAsync(spec, container.Volume("/var/lib/mysql"));
            var sandbox = container.Sandbox(image, spec);
            container._inside = command => onItsHost(Bubblewrap!, [.. sandbox, "--", .. command]);
            container.Start([.. spec.EntryPoint ?? image.EntryPoint, .. spec.Arguments ?? []]);
            return container;
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another program in the same place to its end, as a health check does.</summary>
    public async Task<ExternalProgram.Result> ExecAsync(IReadOnlyList<string> command)
    {
        var start = _inside(command);
        return await ExternalProgram.RunAsync(start.FileName, start.ArgumentList);
    }

    /// <returns>Its exit code, when it has ended by itself.</returns>
    public async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <exception cref="InvalidOperationException">It has ended; with what it said.</exception>
    public void ThrowIfEnded()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"{_name} ended with {_process.ExitCode}. It said:\n{Output}");
    }

    /// <summary>Asks it to end, as engines do first.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await SignalAsync("KILL");
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private void Start(IReadOnlyList<string> command)
    {
        var start = _inside(command);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{_name} did not start.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>To process 1 of the container: bubblewrap itself, its parent, passes no signals on.</summary>
    private async Task SignalAsync(string signal)
    {
        string id = _process!.Id.ToString(CultureInfo.InvariantCulture),
            child = "";
        await Eventually.Async(() => _process.HasExited || (child = FirstChild(id)).Length > 0);
        if (!_process.HasExited)
            await ExternalProgram.RunAsync("kill", ["-" + signal, child]);
    }

    private static string FirstChild(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ')[0];
        }
        catch (IOException)
        {
            return "";
        } // it has just ended
    }

    private List<string> Sandbox(ContainerImage image, ContainerSpec spec)
    {
        string user = (spec.User ?? image.User).ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "--unshare-user",
            "--uid",
            user,
            "--gid",
            user,
            "--unshare-pid",
            "--as-pid-1",
            "--unshare-ipc",
            "--clearenv",
            "--ro-bind",
            "/usr",
            "/usr",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
        ];
        foreach (var (name, value) in AnyImage.Concat(image.Environment).Concat(spec.Environment))
            arguments.AddRange("--setenv", name, value);
        foreach (string top in (string[])["/bin", "/sbin", "/lib", "/lib64"])
            arguments.AddRange("--ro-bind-try", top, top);
        foreach (string path in Configuration)
            arguments.AddRange("--ro-bind-try", path, path);
        // Before the contents: an image's may lie in them here, as those of a checkout below /tmp do.
        foreach (string path in image.Folders.Concat(spec.Folders).Distinct())
            arguments.AddRange("--bind", Volume(path), path);
        arguments.AddRange("--ro-bind-try", DotnetRoot, DotnetRoot);
        foreach (var (inside, path) in image.Contents)
            arguments.AddRange("--ro-bind", path, inside);
        foreach (var (inside, target) in image.Links)
            arguments.AddRange("--symlink", target, inside);
        foreach (var (inside, text) in spec.Files)
            arguments.AddRange("--ro-bind", FileOf(inside, text), inside);
        if (spec.ReadOnly)
            arguments.AddRange("--remount-ro", "/");
        arguments.AddRange("--chdir", image.WorkingFolder);
        return arguments;
    }

    private string Volume(string path) => Directory.CreateDirectory(Path.Combine(_folder, "volumes", Flat(path))).FullName;

    private string FileOf(string path, string text)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "files")).FullName, Flat(path));
        File.WriteAllText(file, text);
        return file;
    }

    private static string Flat(string path) => path.Trim('/').Replace('/', '_');

    private static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _output.Enqueue(line.Data);
    }
}
