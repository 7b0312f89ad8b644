using System.Text.Json;
using System.Text.RegularExpressions;

namespace CozeLoop.Testing.Containers;

/// <summary>What the repository's Dockerfile says of a service's image, past its contents.</summary>
internal sealed partial class Dockerfile
{
    private static readonly string[] Stages = ["runtime", "service"];

    private Dockerfile(string text)
    {
        string lines = string.Concat(
            Stage().Matches(text).Where(stage => Stages.Contains(stage.Groups["name"].Value)).Select(stage => stage.Groups["lines"].Value)
        );
        Environment = Variables()
            .Matches(lines)
            .SelectMany(line => line.Groups[1].Value.Split(' '))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        EntryPoint = JsonSerializer.Deserialize<string[]>(Entry().Match(lines).Groups[1].Value)!;
    }

    public static Dockerfile Read { get; } = new(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile")));

    public IReadOnlyDictionary<string, string> Environment { get; }

    public IReadOnlyList<string> EntryPoint { get; }

    [GeneratedRegex(@"^FROM \S+ AS (?<name>\S+)\n(?<lines>(?:(?!FROM ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex("^ENV (.+)$", RegexOptions.Multiline)]
    private static partial Regex Variables();

    [GeneratedRegex("^ENTRYPOINT (.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
