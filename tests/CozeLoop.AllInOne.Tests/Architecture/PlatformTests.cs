using System.Text.RegularExpressions;
using CozeLoop.Contracts.Services;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Architecture;

/// <summary>
/// The platform serves every feature and names none, nor a service: what it must know of them stands in the contracts (the form of a topic,
/// what a service needs). Comments may name them, as examples. "Trace" is not a word of the list: it is OpenTelemetry's as well.
/// </summary>
public sealed partial class PlatformTests
{
    private static readonly string[] Features =
    [
        "span",
        "prompt",
        "replay",
        "evaluator",
        "evaluation",
        "evaluate",
        "judge",
        "dataset",
        "experiment",
        "chat",
        "score",
    ];

    /// <summary>Identifiers of .NET and of clients that have such a word in them.</summary>
    private static readonly string[] Foreign = ["Span", "ReadOnlySpan", "AsSpan", "ValueSpan", "ScriptEvaluateAsync"];

    public static TheoryData<string> Sources() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "shared/CozeLoop.Platform"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Repository.Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_platform_names_no_feature_and_no_service(string source) =>
        Assert.Empty(Named(File.ReadAllText(Path.Combine(Repository.Root, source))));

    [Theory]
    [InlineData("AddPromptStore();")]
    [InlineData("var spans = 1;")]
    [InlineData("throw Wrong(\"too many experiments\");")]
    [InlineData("calls.For(\"tracing\", 0);")]
    [InlineData("var url = \"http://host\"; int score_count;")]
    public void A_name_is_found(string code) => Assert.NotEmpty(Named(code));

    [Theory]
    [InlineData("// spans of a prompt")]
    [InlineData("/* a prompt */ TimeSpan.Zero, bytes.AsSpan()")]
    [InlineData("char quote = '\"'; // the experiments' \"scores\"")]
    public void Comments_and_foreign_words_are_not(string code) => Assert.Empty(Named(code));

    private static IEnumerable<string> Named(string source)
    {
        string code = CommentsAndLiterals().Replace(source, match => match.Value.StartsWith('/') ? " " : match.Value);
        var features = Identifiers().Matches(code).Select(match => match.Value).Except(Foreign).Where(NamesFeature);
        var services = ProductService.All.Select(service => $"\"{service.Name}\"").Where(code.Contains);
        return features.Concat(services);
    }

    private static bool NamesFeature(string identifier) =>
        Words()
            .Matches(identifier.Replace("TimeSpan", "", StringComparison.Ordinal))
            .Any(word => Features.Contains(word.Value.ToLowerInvariant().TrimEnd('s')));

    [GeneratedRegex("""""(?s)"{3}.*?"{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|//[^\n]*|/\*.*?\*/""""")]
    private static partial Regex CommentsAndLiterals();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Identifiers();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Words();
}
