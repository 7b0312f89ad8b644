using System.Text;
using System.Text.Json;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// Recognises texts that an SDK cut at a limit of its own (<c>OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT</c>), which leaves no other mark.
/// </summary>
internal static class CutText
{
    // Below this, two texts of one length are a coincidence.
    private const int ShortestLimit = 128;

    private static readonly string[] Marks = ["…", "...", "[truncated]", "<truncated>", "(truncated)", "...[truncated]"];

    // Without one of these, a text that could go on as JSON may as well be a text.
    private static readonly HashSet<string> Names =
    [
        "role",
        "content",
        "parts",
        "messages",
        "contents",
        "prompt",
        "model",
        "input",
        "type",
        "config",
    ];

    /// <summary>Whether the text is the beginning of JSON, and goes on nowhere. One that merely begins with a brace is a text.</summary>
    /// <param name="isJson">Nothing but JSON belongs there.</param>
    public static bool IsJson(string text, bool isJson = false)
    {
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty || !(start[0] is '{' or '['))
            return false;
        return IsBeginning(text, isJson) || (Array.Find(Marks, text.EndsWith) is { } mark && IsBeginning(text[..^mark.Length], isJson));
    }

    /// <summary>
    /// The length at which the sender cut its texts; null where nothing shows one: neither JSON that ends in its middle, nor two different
    /// texts of the same length of which none is longer.
    /// </summary>
    public static int? Limit(IEnumerable<string> texts)
    {
        int longest = 0;
        var ofThatLength = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            if (text.Length > longest)
            {
                longest = text.Length;
                ofThatLength.Clear();
            }
            if (text.Length == longest)
                ofThatLength.Add(text);
        }
        return (longest >= ShortestLimit && ofThatLength.Count > 1) || ofThatLength.Any(t => IsJson(t)) ? longest : null;
    }

    private static bool IsBeginning(string text, bool isJson)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000 }));
        bool named = isJson;
        try
        {
            while (reader.Read())
            {
                named |= reader.TokenType == JsonTokenType.PropertyName && Names.Contains(Encoding.UTF8.GetString(reader.ValueSpan));
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return named && !(reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray);
    }
}
