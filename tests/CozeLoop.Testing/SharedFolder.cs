namespace CozeLoop.Testing;

/// <summary>Recorded data and test servers that live beside the repository, not in it.</summary>
public static class SharedFolder
{
    /// <summary>The full path of <paramref name="relative"/> (<c>data/conversations/…</c>) in the folder <c>shared</c> beside the repository root; null where it is absent.</summary>
    public static string? Find(string relative)
    {
        string? root = RepositoryRoot();
        if (root is null) return null;
        string path = Path.GetFullPath(Path.Combine(root, "..", "shared", relative));
        return Path.Exists(path) ? path : null;
    }

    /// <summary>The folder of <c>CozeLoop.sln</c> above the test assembly; null outside a clone.</summary>
    public static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CozeLoop.sln"))) return folder.FullName;
        }
        return null;
    }
}
