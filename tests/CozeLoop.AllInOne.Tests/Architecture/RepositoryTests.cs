using System.Globalization;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>What a reader of the repository relies on beside its code.</summary>
public sealed class RepositoryTests
{
    private static string Decisions => Path.Combine(Repository.Root, "docs/decisions");

    [Fact]
    public async Task Decisions_are_numbered_without_holes_and_stand_in_their_index_by_their_titles()
    {
        string[] records = [.. Directory.GetFiles(Decisions, "0*.md").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(records);
        string index = await File.ReadAllTextAsync(Path.Combine(Decisions, "README.md"), TestContext.Current.CancellationToken);
        foreach (var (i, record) in records.Index())
        {
            string name = Path.GetFileName(record),
                number = (i + 1).ToString(CultureInfo.InvariantCulture);
            Assert.StartsWith(number.PadLeft(4, '0') + "-", name, StringComparison.Ordinal);
            string title = File.ReadLines(record).First();
            Assert.StartsWith($"# {number}. ", title, StringComparison.Ordinal);
            Assert.Contains($"{number}. [{title[$"# {number}. ".Length..]}]({name})", index, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_notice_names_every_package_that_is_shipped_with_its_licence()
    {
        string script = Path.Combine(Repository.Root, "eng/notice.mjs");
        var checkedNotice = await ExternalProgram.RunAsync("node", [script, "--check"], ct: TestContext.Current.CancellationToken);
        Assert.True(checkedNotice.ExitCode == 0, checkedNotice.Error);
    }

    [Theory]
    [InlineData("LICENSE")]
    [InlineData("SECURITY.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData(".github/workflows/ci.yml")]
    public void What_a_stranger_looks_for_is_there(string file) => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file);
}
