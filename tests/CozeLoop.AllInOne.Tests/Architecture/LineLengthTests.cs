using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>Two files fit beside each other on a screen. What formatters break by themselves is held here too, for their comments and for
/// the scripts that no formatter reads.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 140;
    private static readonly string[] Extensions = [".cs", ".razor", ".css", ".js", ".mjs", ".sh"];
    private static readonly string[] ScriptFolders = ["eng", ".ci"];

    [Fact]
    public async Task No_line_of_code_is_longer_than_140_characters()
    {
        string[] files = [.. (await TrackedFilesAsync()).Where(IsCode)];
        Assert.Contains("eng/test", files);
        Assert.Empty(files.SelectMany(LongLines));
    }

    private static async Task<string[]> TrackedFilesAsync()
    {
        var listed = await ExternalProgram.RunAsync("git", ["-C", Repository.Root, "ls-files"], ct: TestContext.Current.CancellationToken);
        Assert.SkipWhen(listed.ExitCode != 0, $"git does not know this folder: {listed.Error}");
        return listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsCode(string file) =>
        Path.GetExtension(file) is { Length: > 0 } extension
            ? Extensions.Contains(extension)
            : ScriptFolders.Contains(Path.GetDirectoryName(file));

    private static IEnumerable<string> LongLines(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, file))
            .Index()
            .Where(line => line.Item.Length > Longest)
            .Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} characters");
}
