using System.Runtime.InteropServices;

namespace CozeLoop.Platform.Disk;

/// <summary>Files for their owner alone: folders 0700, files 0600, whoever made them.</summary>
internal static partial class FileModes
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
        Others =
            UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite
            | UnixFileMode.OtherExecute;

    private const uint OwnerOnly = 0b000_111_111;
    private const int Here = -100,
        UidMask = 0x8,
        UidAt = 20,
        StatxLength = 256;

    /// <summary>For everything this process makes from now on: SQLite, the engine and temporary files ask for modes of their own.</summary>
    public static void KeepToOwner()
    {
        if (!OperatingSystem.IsWindows())
            _ = Umask(OwnerOnly);
    }

    /// <summary>Takes every right of others from a folder and what is in it; how many entries had any.</summary>
    /// <remarks>What goes away meanwhile is passed over, and so are links: their targets lie elsewhere.</remarks>
    public static int Tighten(string root)
    {
        int count = 0;
        foreach (var entry in All(root).Where(IsOpen))
        {
            if (!OperatingSystem.IsWindows())
                entry.UnixFileMode = entry is DirectoryInfo ? Folder : entry.UnixFileMode & ~Others;
            count++;
        }
        return count;
    }

    /// <summary>How many entries of a folder, itself included, give others any right.</summary>
    public static int CountOpen(string root) => All(root).Count(IsOpen);

    private static IEnumerable<FileSystemInfo> All(string root)
    {
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        };
        return new DirectoryInfo(root).EnumerateFileSystemInfos("*", everything).Prepend(new DirectoryInfo(root));
    }

    private static bool IsOpen(FileSystemInfo entry) => !OperatingSystem.IsWindows() && entry.Exists && (entry.UnixFileMode & Others) != 0;

    /// <summary>User ids of a file's owner and of this process; null where the system does not say.</summary>
    public static (uint Owner, uint Self)? Owner(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        byte[] found = new byte[StatxLength];
        return Statx(Here, path, 0, UidMask, ref found[0]) == 0 ? (BitConverter.ToUInt32(found, UidAt), GetEffectiveUser()) : null;
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte found);
}
