using System.Text.RegularExpressions;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Finds what was left in English on a Chinese page: Latin words that are neither data of the workspace nor names that Chinese
/// keeps.</summary>
/// <param name="data">Everything recorded, as the API tells it.</param>
/// <param name="words">Words of the API for states and kinds, which have a Chinese word.</param>
internal sealed partial class LatinWords(string data, IReadOnlySet<string> words)
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "CozeLoop",
        "Coze",
        "Loop",
        "token",
        "SDK",
        "JSON",
        "OpenTelemetry",
        "API",
        "history",
        "answer",
        "reference",
        "Langfuse",
        "OpenAI",
        "URL",
        "ID",
        "ms",
        "min",
        "LLM",
        "OTLP",
        "Enter",
        "Esc",
        "Ctrl",
        "English",
        "AND",
        "OR",
        "NOT",
        "CSV",
        "HTML",
        "Markdown",
        "USD",
        "JavaScript",
        "Anthropic",
        "production",
        "regex",
        "UTC",
        "Europe",
        "Berlin",
        "Base",
        "Excel",
        "Prometheus",
        // Of the attribute session.id, and of addresses under which nothing is.
        "session",
        "no",
        "such",
        "nobody",
        "ffffffffffffffffffffffffffffffff",
    };

    // A person, a span and a connection of the workspaces that are walked, whose names are words of the API as well.
    private static readonly HashSet<string> Names = ["owner", "agent", "simulated"];

    private readonly HashSet<string> _data = [.. Word().Matches(data).Select(m => m.Value)];
    private readonly string _texts = Space().Replace(data, " ");

    public IEnumerable<string> Among(IEnumerable<string> shown) => shown.Where(IsEnglish).Select(text => $"English left: {text}");

    private bool IsEnglish(string text)
    {
        // What a browser calls itself is data of a session.
        if (text.StartsWith("Mozilla/", StringComparison.Ordinal))
            return false;
        if (Names.Contains(text))
            return false;
        if (words.Contains(text))
            return true;
        if (_texts.Contains(Space().Replace(text, " ").TrimEnd('…', ' '), StringComparison.Ordinal))
            return false;
        return Word().Matches(text).Any(m => !Kept.Contains(m.Value) && !_data.Contains(m.Value));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();
}
