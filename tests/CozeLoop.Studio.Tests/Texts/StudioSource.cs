namespace CozeLoop.Studio.Tests.Texts;

/// <summary>The studio's source files, found by walking up from the test assembly.</summary>
internal static class StudioSource
{
    private static readonly string Root = Find();

    public static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(f =>
                !Relative(f).StartsWith("obj", StringComparison.Ordinal) && !Relative(f).StartsWith("bin", StringComparison.Ordinal)
            );

    public static string Relative(string file) => System.IO.Path.GetRelativePath(Root, file);

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string studio = System.IO.Path.Combine(folder.FullName, "web", "CozeLoop.Studio");
            if (Directory.Exists(studio))
                return studio;
        }
        throw new DirectoryNotFoundException("No web/CozeLoop.Studio above the test assembly.");
    }
}
