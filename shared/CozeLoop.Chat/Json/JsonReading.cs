using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace CozeLoop.Chat.Json;

/// <summary>Reads what providers write: fields may be absent, null or of another type than documented, and none of it is an
/// exception.</summary>
public static class JsonReading
{
    private static readonly JsonDocumentOptions Documents = new() { MaxDepth = ChatJson.MaxDepth };

    public static JsonElement? Get(this JsonElement element, string name)
    {
        try
        {
            return
                element.ValueKind == JsonValueKind.Object
                && element.TryGetProperty(name, out var value)
                && value.ValueKind != JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Another name in the object is half of a surrogate pair: the library cannot compare it.
        }
    }

    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value ? Text(value) : null;

    public static long? Number(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>To be written into another document; as deep as whatever it was read from.</summary>
    public static JsonNode? ToNode(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(element),
            JsonValueKind.Array => JsonArray.Create(element),
            _ => JsonValue.Create(element),
        };

    /// <summary>Null where the text is not JSON.</summary>
    public static JsonElement? Parse(string text) => Parse(() => JsonDocument.Parse(text, Documents));

    /// <summary>
    /// Of a whole answer, whose parts are written again: halves of surrogate pairs become U+FFFD, and so do bytes that are no UTF-8, which
    /// the parser lets pass and every reader of a text would fail at. Null where the bytes are no JSON.
    /// </summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        bool halves = utf8.Span.IndexOf("\\ud"u8) >= 0 || utf8.Span.IndexOf("\\uD"u8) >= 0;
        return halves || !Utf8.IsValid(utf8.Span)
            ? Parse(JsonEscapes.Sound(Encoding.UTF8.GetString(utf8.Span)))
            : Parse(() => JsonDocument.Parse(utf8, Documents));
    }

    private static JsonElement? Parse(Func<JsonDocument> parse)
    {
        try
        {
            using var document = parse();
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair. Servers that cut their tokens in the middle of an emoji send the other half in the next piece.
            return Unescape(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)[1..^1]));
        }
    }

    private static string Unescape(string json)
    {
        var text = new StringBuilder(json.Length);
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }
            char escape = json[++i];
            if (escape == 'u')
            {
                text.Append((char)ushort.Parse(json.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
                text.Append(
                    escape switch
                    {
                        'b' => '\b',
                        'f' => '\f',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        _ => escape,
                    }
                );
        }
        return text.ToString();
    }
}
