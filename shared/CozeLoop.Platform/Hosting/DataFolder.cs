using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.Hosting;

/// <summary>The folder that holds everything this process must not lose. Absolute; made when first asked for, for its owner
/// alone.</summary>
public sealed class DataFolder
{
    /// <summary>The setting that names the folder; <c>./data</c> where it is absent.</summary>
    public const string Setting = "COZELOOP_DATA";

    /// <summary>Room below which a start could only fail half-way.</summary>
    private const long LeastRoom = 16L << 20;

    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        Disk = new DataDisk(Root);
    }

    public string Root { get; }

    public DataDisk Disk { get; }

    /// <summary>What was found open to others at the start and is no longer, as a sentence; null where nothing was.</summary>
    internal string? TightenedAtStart { get; private set; }

    /// <summary>A file in the folder, which exists on return.</summary>
    public string File(string name)
    {
        Create(Root);
        return Path.Combine(Root, name);
    }

    /// <summary>A folder in the folder; both exist on return.</summary>
    public string Folder(string name) => Create(File(name));

    /// <summary>Makes the folder where it is missing, and checks whether this process can work in it.</summary>
    /// <exception cref="StartException">It cannot; the message says why and what helps.</exception>
    internal void Prepare()
    {
        if (System.IO.File.Exists(Root))
            throw Wrong("is a file", "name a folder");
        try
        {
            Create(Root);
            CheckOwner();
            Disk.Probe();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(
                $"cannot be written ({DiskErrors.ReasonOf(e) ?? StartFaults.OneLine(e.Message)})",
                "make it writable and give it room",
                e
            );
        }
        if (Disk.Free < LeastRoom)
        {
            string free = DataDisk.Megabytes(Disk.Free),
                needed = DataDisk.Megabytes(LeastRoom);
            throw Wrong($"is on a disk that is full: {free} are free and a start needs {needed}", "free some");
        }
    }

    /// <summary>
    /// Takes the folder and all that is in it from everyone but its owner. Only for the one process that has the folder.
    /// </summary>
    internal void Tighten()
    {
        // A volume may belong to root and be lent to this user's group: then its own mode is not ours to set, and what we make in it is
        // 0600 anyway.
        if (FileModes.Owner(Root) is { } ids && ids.Owner != ids.Self)
            return;
        int count = FileModes.Tighten(Root);
        if (count > 0)
            TightenedAtStart = $"{count} files and folders in {Root} were open to other users: they are now 0600 and 0700.";
    }

    /// <summary>
    /// Files made by one user in the folder of another could not be read by either one later. A volume that belongs to root is lent by it.
    /// </summary>
    private void CheckOwner()
    {
        if (FileModes.Owner(Root) is { } ids && ids.Owner != ids.Self && ids.Owner != 0)
        {
            throw Wrong(
                $"belongs to the user {ids.Owner}, and this process runs as {ids.Self}",
                $"run it as that user, or give it the folder (chown -R {ids.Self} {Root})"
            );
        }
    }

    private StartException Wrong(string why, string wayOut, Exception? e = null) =>
        new($"The data folder {Root} {why}: {wayOut}, or set {Setting} to another folder.", e);

    private static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
