using System.Xml.Linq;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>The arrows between projects, read from the project files: a new arrow is a decision, not an accident.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly string[] Services = ["Evaluation", "Experiments", "Models", "Prompts", "Tracing", "Workspaces"];

    public static TheoryData<string, string[]> Allowed()
    {
        var allowed = new TheoryData<string, string[]>
        {
            { "shared/CozeLoop.Chat", [] },
            { "shared/CozeLoop.Contracts", ["CozeLoop.Chat"] },
            { "shared/CozeLoop.Platform", ["CozeLoop.Contracts"] },
            { "web/CozeLoop.Studio", ["CozeLoop.Platform"] },
            { "services/CozeLoop.AllInOne", ["CozeLoop.Platform", "CozeLoop.Studio", .. Services.Select(s => "CozeLoop." + s)] },
        };
        foreach (string service in Services)
            allowed.Add($"services/CozeLoop.{service}", ["CozeLoop.Platform"]);
        return allowed;
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public void A_project_references_only_what_the_architecture_allows(string project, string[] allowed)
    {
        var found = References(Path.Combine(Repository.Root, project)).Order(StringComparer.Ordinal);
        Assert.Equal(allowed.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Every_production_project_is_listed_here_and_has_a_test_project()
    {
        var listed = Allowed().Select(row => row.Data.Item1).Order(StringComparer.Ordinal);
        var there = new[] { "shared", "services", "web" }
            .SelectMany(area =>
                Directory.GetDirectories(Path.Combine(Repository.Root, area)).Select(folder => $"{area}/{Path.GetFileName(folder)}")
            )
            .ToList();
        Assert.Equal(listed, there.Order(StringComparer.Ordinal));
        Assert.All(
            there,
            project => Assert.True(Directory.Exists(Path.Combine(Repository.Root, "tests", Path.GetFileName(project) + ".Tests")), project)
        );
    }

    [Theory]
    [InlineData("shared/CozeLoop.Chat")]
    [InlineData("shared/CozeLoop.Contracts")]
    public void What_every_project_sees_needs_no_package(string project) =>
        Assert.Empty(Project(Path.Combine(Repository.Root, project)).Descendants("PackageReference"));

    private static IEnumerable<string> References(string folder) =>
        Project(folder)
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static XDocument Project(string folder) => XDocument.Load(Path.Combine(folder, Path.GetFileName(folder) + ".csproj"));
}
