using System.Text.RegularExpressions;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>What the documents point at is there, and no picture is kept that none shows.</summary>
public sealed partial class DocumentLinkTests
{
    private static readonly string[] Documents =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void Every_link_to_a_file_finds_it() =>
        Assert.All(Documents.SelectMany(Targets), target => Assert.True(Path.Exists(target), $"{target} does not exist"));

    [Fact]
    public void Every_picture_is_shown_by_a_document_and_small()
    {
        var shown = Documents.SelectMany(Targets).ToHashSet();
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "images")),
            picture =>
            {
                Assert.Contains(picture, shown);
                Assert.InRange(new FileInfo(picture).Length, 1, 300 << 10);
            }
        );
    }

    private static IEnumerable<string> Targets(string document) =>
        Link()
            .Matches(File.ReadAllText(document))
            .Select(m => m.Groups[1].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal))
            .Select(t => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, t)));

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
