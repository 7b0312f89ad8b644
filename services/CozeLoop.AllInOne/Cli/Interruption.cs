using System.Runtime.InteropServices;

namespace CozeLoop.AllInOne.Cli;

/// <summary>
/// Ctrl-C, and the signal that asks a process to end: the first cancels what is running, a second ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // As shells count it: 128 and the signal's number.
    private const int Killed = 143;

    private readonly CancellationTokenSource _ending = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _exit = Exit.Interrupted;

    public Interruption() =>
        _signals = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, Exit.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, Killed)),
        ];

    public CancellationToken Token => _ending.Token;

    /// <summary>What an interrupted command exits with.</summary>
    public int ExitCode => Volatile.Read(ref _exit);

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _ending.Dispose();
    }

    private void End(PosixSignalContext signal, int exit)
    {
        signal.Cancel = !_ending.IsCancellationRequested;
        Volatile.Write(ref _exit, exit);
        _ending.Cancel();
    }
}
