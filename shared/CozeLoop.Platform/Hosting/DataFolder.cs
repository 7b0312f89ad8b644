namespace CozeLoop.Platform.Hosting;

/// <summary>The folder that holds everything this process must not lose. Absolute; made when first asked for, for its owner alone.</summary>
public sealed class DataFolder(string root)
{
    /// <summary>The setting that names the folder; <c>./data</c> where it is absent.</summary>
    public const string Setting = "COZELOOP_DATA";

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>A file in the folder, which exists on return.</summary>
    public string File(string name)
    {
        Create(Root);
        return Path.Combine(Root, name);
    }

    /// <summary>A folder in the folder; both exist on return.</summary>
    public string Folder(string name) => Create(File(name));

    private static string Create(string path)
    {
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path).FullName;
        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
