using System.Text.RegularExpressions;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>What runs, compares and stores serves every source of runs, and names none of them: a source registers itself.</summary>
public sealed partial class RunEngineTests
{
    private static readonly string[] Engine = ["Runs", "Comparisons", "Statistics", "Storage"];

    public static TheoryData<string> Sources() =>
        [
            .. Engine
                .SelectMany(folder =>
                    Directory.EnumerateFiles(
                        Path.Combine(Repository.Root, "services/CozeLoop.Experiments", folder),
                        "*.cs",
                        SearchOption.AllDirectories
                    )
                )
                .Select(file => Path.GetRelativePath(Repository.Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_engine_of_runs_names_no_source(string source) =>
        Assert.DoesNotMatch(NamesSource(), File.ReadAllText(Path.Combine(Repository.Root, source)));

    [Theory]
    [InlineData("using CozeLoop.Experiments.Replays.Planning;")]
    [InlineData("Columns.FromJson<CreateReplay>(json)")]
    [InlineData("ReplayPlan plan")]
    public void A_name_is_found(string code) => Assert.Matches(NamesSource(), code);

    [GeneratedRegex(@"Experiments\.Replays\b|\b(CreateReplay|ReplayPlan|ReplaySource|ReplayArm|ReplayModes|ReplayItem)\b")]
    private static partial Regex NamesSource();
}
