using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CozeLoop.Platform.Starting;

/// <summary>
/// Keeps what native code writes to the error stream of this process while it lives: the embedded engine tells only there why it does not
/// start, in lines of its own.
/// </summary>
internal sealed partial class EngineWords : IDisposable
{
    private const int ErrorStream = 2;

    private readonly int _saved;
    private readonly FileStream? _kept;

    public EngineWords()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = Path.Combine(Path.GetTempPath(), $"cozeloop-{Guid.NewGuid():n}");
        _kept = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, System.IO.FileOptions.DeleteOnClose);
        _saved = Duplicate(ErrorStream);
        _ = DuplicateTo(_kept.SafeFileHandle, ErrorStream);
    }

    /// <summary>All of it so far.</summary>
    public string Text()
    {
        if (_kept is null)
            return "";
        byte[] bytes = new byte[RandomAccess.GetLength(_kept.SafeFileHandle)];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(_kept.SafeFileHandle, bytes, 0));
    }

    public void Dispose()
    {
        if (_kept is null)
            return;
        _ = DuplicateTo(_saved, ErrorStream);
        _ = Close(_saved);
        _kept.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(SafeFileHandle descriptor, int target);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
