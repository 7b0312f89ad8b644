using System.Text;
using CozeLoop.Platform.Consoles;
using Microsoft.Win32.SafeHandles;

namespace CozeLoop.AllInOne.Cli;

/// <summary>What a command may touch besides the network: where it writes, whether someone watches, the environment and the
/// clock.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool Interactive, Func<string, string?> Variable, TimeProvider Time)
{
    /// <summary>Where results go, whatever is in them.</summary>
    public TextWriter Out { get; } = new VisibleWriter(Out);

    public TextWriter Error { get; } = new VisibleWriter(Error);

    /// <summary>For what moves the cursor itself, to draw tables and progress: its texts are <see cref="Visible"/> already.</summary>
    public TextWriter Drawing { get; } = Out;

    /// <summary>Answers requests instead of the network; only tests set it.</summary>
    public HttpMessageHandler? Network { get; init; }

    /// <summary>How long a watcher waits between two looks.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(500);

    public static Terminal OfProcess() =>
        new(Output(), Console.Error, !Console.IsOutputRedirected, Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>The console's own stream says nothing of a pipe whose reader has left, and a long export would go on for nobody.</summary>
    private static TextWriter Output()
    {
        if (!Console.IsOutputRedirected)
            return Console.Out;
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file may be shared with the error stream, by the place where both stand.
        return stream.CanSeek ? Console.Out : new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true };
    }
}
