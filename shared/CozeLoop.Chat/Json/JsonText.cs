using System.Collections.ObjectModel;
using System.Text.Json;

namespace CozeLoop.Chat.Json;

/// <summary>JSON that others wrote into texts: present, absent, or not JSON at all, without an exception for the last.</summary>
public static class JsonText
{
    // Shallower than what the platform writes (128), because content is wrapped again on its way out.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 100 };

    /// <summary>The parsed text, or null where it is not a JSON object, list or quoted text.</summary>
    public static JsonDocument? TryParse(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty || !(start[0] is '{' or '[' or '"'))
            return null;
        try
        {
            return JsonDocument.Parse(JsonEscapes.Sound(text), Options);
        }
        catch (JsonException)
        {
            return null; // A text that only looks like JSON is a text.
        }
    }

    /// <summary>A list of texts, written as a JSON list (<c>["a","b"]</c>) or with commas.</summary>
    public static IReadOnlyList<string> List(string text)
    {
        if (text.Length == 0)
            return [];
        using var document = TryParse(text);
        if (document?.RootElement is { ValueKind: JsonValueKind.Array } array)
        {
            return [.. array.EnumerateArray().Select(Plain).Where(t => t.Length > 0).Distinct()];
        }
        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
    }

    /// <summary>The members of a JSON object as texts; empty where the text is none.</summary>
    public static IReadOnlyDictionary<string, string> Members(string text)
    {
        if (text.Length == 0)
            return ReadOnlyDictionary<string, string>.Empty;
        using var document = TryParse(text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return ReadOnlyDictionary<string, string>.Empty;
        var members = new Dictionary<string, string>();
        foreach (var member in root.EnumerateObject())
            members[member.Name] = Plain(member.Value);
        return members;
    }

    /// <summary>A quoted JSON text without its quotes; any other text as it is.</summary>
    public static string Unquote(string text)
    {
        using var document = text.StartsWith('"') ? TryParse(text) : null;
        return document is null ? text : Plain(document.RootElement);
    }

    public static string Plain(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => value.GetRawText(),
        };
}
