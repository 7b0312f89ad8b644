using System.Globalization;

namespace CozeLoop.Chat.Json;

/// <summary>JSON that others wrote may name characters that do not exist.</summary>
public static class JsonEscapes
{
    /// <summary>
    /// The text with escapes that name half a character (<c>\\ud83d</c> alone) replaced by U+FFFD: they are JSON, but no text, and reading
    /// them would throw.
    /// </summary>
    public static string Sound(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            return json;
        char[] sound = json.ToCharArray();
        for (int i = 0; i < sound.Length - 1; i++)
        {
            if (sound[i] != '\\')
                continue;
            if (Unit(sound, i) is not { } unit)
            {
                i++; // Another escape: its second character is not the start of one.
            }
            else if (char.IsHighSurrogate(unit) && Unit(sound, i + 6) is { } next && char.IsLowSurrogate(next))
            {
                i += 11;
            }
            else
            {
                if (char.IsSurrogate(unit))
                    "fffd".CopyTo(sound.AsSpan(i + 2));
                i += 5;
            }
        }
        return new string(sound);
    }

    /// <summary>The same of UTF-8, in its place.</summary>
    public static void Sound(Span<byte> utf8)
    {
        for (int i = utf8.IndexOf((byte)'\\'); i >= 0 && i < utf8.Length - 1; )
        {
            int next = i + 2; // Another escape: its second character is not the start of one.
            if (Unit(utf8, i) is { } unit)
            {
                bool pair = char.IsHighSurrogate(unit) && Unit(utf8, i + 6) is { } low && char.IsLowSurrogate(low);
                if (!pair && char.IsSurrogate(unit))
                    "fffd"u8.CopyTo(utf8[(i + 2)..]);
                next = i + (pair ? 12 : 6);
            }
            int found = next < utf8.Length ? utf8[next..].IndexOf((byte)'\\') : -1;
            i = found < 0 ? -1 : next + found;
        }
    }

    private static char? Unit(ReadOnlySpan<byte> utf8, int at) =>
        at + 6 <= utf8.Length
        && utf8[at] == '\\'
        && utf8[at + 1] == 'u'
        && ushort.TryParse(utf8.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : null;

    private static char? Unit(ReadOnlySpan<char> text, int at) =>
        at + 6 <= text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit
            : null;
}
