namespace CozeLoop.Platform.Hosting;

/// <summary>The folder that holds everything this process must not lose. Absolute; made when first asked for.</summary>
public sealed class DataFolder(string root)
{
    /// <summary>The setting that names the folder; <c>./data</c> where it is absent.</summary>
    public const string Setting = "COZELOOP_DATA";

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>A file in the folder, which exists on return.</summary>
    public string File(string name)
    {
        Directory.CreateDirectory(Root);
        return Path.Combine(Root, name);
    }

    /// <summary>A folder in the folder; both exist on return.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
}
