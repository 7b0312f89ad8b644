namespace CozeLoop.Testing.Stores;

/// <summary>A disk of a few megabytes in memory, mounted for a test and taken away at its end. Needs root.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 1 << 16;

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>The disk, or why there is none, for <c>Assert.SkipWhen</c>.</summary>
    /// <param name="size">As mount's option says it: <c>200m</c>.</param>
    public static async Task<(SmallDisk? Disk, string? Missing)> MountAsync(string size, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || ExternalProgram.Find("mount") is not { } mount)
            return (null, "no disk can be mounted on this system");
        string folder = Directory.CreateTempSubdirectory("cozeloop-disk-").FullName;
        var mounted = await ExternalProgram.RunAsync(mount, ["-t", "tmpfs", "-o", $"size={size},mode=0700", "tmpfs", folder], ct: ct);
        if (mounted.ExitCode == 0)
            return (new SmallDisk(folder), null);
        Directory.Delete(folder);
        return (null, $"a disk of {size} may not be mounted here: {mounted.Error.Trim()}");
    }

    /// <summary>Writes until nothing more can be written.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, 1);
        byte[] block = new byte[Block];
        for (int size = Block; size > 0; )
        {
            try
            {
                file.Write(block.AsSpan(0, size));
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives back what was filled.</summary>
    public void Empty() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await ExternalProgram.RunAsync(ExternalProgram.Find("umount")!, ["-l", Folder]);
        Directory.Delete(Folder);
    }
}
