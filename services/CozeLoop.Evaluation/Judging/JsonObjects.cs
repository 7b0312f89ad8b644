using System.Text;
using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Evaluation.Judging;

/// <summary>Finds JSON in prose.</summary>
internal static class JsonObjects
{
    // A reply of nothing but braces costs as much as this and no more.
    private const int MostAttempts = 1000;
    private const long MostBytes = 4 << 20;

    /// <summary>The outermost JSON objects of a text, in order, each with its own text.</summary>
    /// <returns>Null where a text holds so many beginnings of objects that not all of them were looked at.</returns>
    public static IReadOnlyList<FoundObject>? Find(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(JsonEscapes.Sound(text));
        var found = new List<FoundObject>();
        long read = 0;
        int from = 0;
        for (int attempt = 0; ; attempt++)
        {
            int open = utf8.AsSpan(from).IndexOf((byte)'{');
            if (open < 0)
                return found;
            if (attempt == MostAttempts || read > MostBytes)
                return null;
            from += open;
            var (json, length) = ObjectAt(utf8.AsSpan(from));
            read += length;
            if (json is { } it)
                found.Add(new FoundObject(it, Encoding.UTF8.GetString(utf8.AsSpan(from, length))));
            from += json is null ? 1 : length;
        }
    }

    private static (JsonElement?, int Read) ObjectAt(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, isFinalBlock: true, default);
        try
        {
            if (JsonElement.TryParseValue(ref reader, out var json))
                return (json, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            // Prose in braces, or an object that breaks off: another may begin within it.
        }
        return (null, (int)reader.BytesConsumed + 1);
    }
}

/// <param name="Text">As it stands there.</param>
internal readonly record struct FoundObject(JsonElement Json, string Text);
