using System.Diagnostics;
using System.Globalization;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Hosts;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.RocketMq;

/// <summary>The product's consumer in a process and a network namespace of its own. Messages are numbers.</summary>
internal sealed class ConsumerHost : IAsyncDisposable
{
    public const string Topic = "topic",
        Group = "group";

    public static readonly ConsumerOptions Options = new() { Concurrency = 4, Invisible = TimeSpan.FromSeconds(6) };

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly Task<string> _output;

    public ConsumerHost(NetworkNamespaces network, int index, string server)
    {
        // Under `dotnet test.dll` the process is dotnet itself and needs the assembly's path.
        string[] assembly =
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ConsumerHost).Assembly.Location] : [];
        var start = network.Inside(
            index,
            Environment.ProcessPath!,
            [.. assembly, "--explicit", "only", "--filter-class", typeof(ConsumerChild).FullName!]
        );
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        (start.Environment[ConsumerChild.Server], start.Environment[ConsumerChild.Folder]) = (server, _folder.Data.Root);
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public bool IsReady => File.Exists(_folder.Data.File(ConsumerChild.Ready)) || _process.HasExited;

    /// <summary>What came to its handler.</summary>
    public IReadOnlyList<int> Began => Noted(ConsumerChild.Began);

    public IReadOnlyList<int> Done => Noted(ConsumerChild.Done);

    public IReadOnlyList<int> InHand => [.. Began.Except(Done)];

    /// <summary>From here on it finishes nothing.</summary>
    public void Hold() => File.WriteAllText(_folder.Data.File(ConsumerChild.Gate), "");

    public void Resume() => File.Delete(_folder.Data.File(ConsumerChild.Gate));

    /// <summary>As a service is stopped; what it says then includes whether it buried anything.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        string output = await _output;
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode == 0, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>Whole lines only: the last may be being written.</summary>
    private List<int> Noted(string what)
    {
        string path = _folder.Data.File(ConsumerChild.Notes);
        if (!File.Exists(path))
            return [];
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return
        [
            .. file.ReadToEnd()
                .Split('\n')
                .SkipLast(1)
                .Where(line => line.StartsWith(what, StringComparison.Ordinal))
                .Select(line => int.Parse(line[what.Length..], CultureInfo.InvariantCulture)),
        ];
    }
}
