namespace CozeLoop.Testing;

/// <summary>The checkout the tests run from.</summary>
public static class Repository
{
    /// <summary>Absolute path of the folder with <c>CozeLoop.sln</c>.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    private static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CozeLoop.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests run from a checkout: CozeLoop.sln was not found above " + from);
    }
}
