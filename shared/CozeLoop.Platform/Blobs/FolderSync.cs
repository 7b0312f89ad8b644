using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CozeLoop.Platform.Blobs;

/// <summary>Makes the entries of a folder (new names, renames, deletions) survive a power cut. .NET opens no handle on a folder, so this
/// asks the system itself.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The folder could not be opened or synced.</exception>
    public static void Sync(string folder)
    {
        // Windows keeps its folders in a journal and needs no such call.
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            throw Error(folder);
        try
        {
            if (Flush(descriptor) != 0)
                throw Error(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Error(string folder)
    {
        int number = Marshal.GetLastPInvokeError();
        return new IOException($"The folder {folder} could not be synced: {new Win32Exception(number).Message}", number);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
