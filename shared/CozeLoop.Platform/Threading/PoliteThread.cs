using System.Runtime.InteropServices;

namespace CozeLoop.Platform.Threading;

/// <summary>
/// The "connection" of <see cref="BlockingWorkers{TConnection}"/> that only compute: their threads take what processor time the others
/// leave.
/// By the system's own call on Linux, where .NET takes a thread's priority and does nothing with it.
/// </summary>
public sealed partial class PoliteThread : IDisposable
{
    // A tenth of the weight of a thread at 0: still enough for one to come through on a machine that is busy for minutes.
    private const int Niceness = 10;
    private const int OfThisThread = 0;

    public PoliteThread()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(which: 0, OfThisThread, Niceness); // refused in some sandboxes, and works anyway
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    public void Dispose()
    {
        // The priority ends with its thread.
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
