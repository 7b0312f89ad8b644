using System.Text.RegularExpressions;
using CozeLoop.Testing;

namespace CozeLoop.AllInOne.Tests.Deployment;

/// <summary>Which environment variables the product reads, by its source: a setting that nobody reads is a mistake that no start
/// reports.</summary>
internal static class ProductSettings
{
    private static readonly Lazy<string> Source = new(() =>
        string.Concat(
            new[] { "shared", "services", "web" }
                .SelectMany(area => Directory.EnumerateFiles(Path.Combine(Repository.Root, area), "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        )
    );

    public static bool Reads(string variable)
    {
        string[] parts = variable.Split("__");
        return parts switch
        {
            [_] => Quoted(variable),
            ["ConnectionStrings", var store] => Quoted(store),
            ["Services", "Urls", var service] => Quoted("Services:Urls") && Quoted(service),
            _ => Quoted(string.Join(':', parts[..^1])) && Regex.IsMatch(Source.Value, $@"\b{Regex.Escape(parts[^1])} \{{ get;"),
        };
    }

    private static bool Quoted(string text) => Source.Value.Contains($"\"{text}\"", StringComparison.Ordinal);
}
