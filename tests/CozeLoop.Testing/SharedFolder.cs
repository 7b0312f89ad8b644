namespace CozeLoop.Testing;

/// <summary>Recorded data and test servers that live beside the repository, not in it.</summary>
public static class SharedFolder
{
    /// <summary>The full path of <paramref name="relative"/> (<c>data/conversations/…</c>) in the folder <c>shared</c> beside the
    /// repository root; null where it is absent.</summary>
    public static string? Find(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", relative));
        return Path.Exists(path) ? path : null;
    }
}
