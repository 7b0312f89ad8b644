using System.Globalization;

namespace CozeLoop.Contracts;

/// <summary>JSON that others wrote may name characters that do not exist.</summary>
public static class JsonEscapes
{
    /// <summary>
    /// The text with escapes that name half a character (<c>\\ud83d</c> alone) replaced by U+FFFD: they are JSON, but no text, and reading
    /// them would throw.
    /// </summary>
    public static string Sound(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase)) return json;
        char[] sound = json.ToCharArray();
        for (int i = 0; i < sound.Length - 1; i++)
        {
            if (sound[i] != '\\') continue;
            if (Unit(sound, i) is not { } unit)
            {
                i++; // Another escape: its second character is no start of one.
            }
            else if (char.IsHighSurrogate(unit) && Unit(sound, i + 6) is { } next && char.IsLowSurrogate(next))
            {
                i += 11;
            }
            else
            {
                if (char.IsSurrogate(unit)) "fffd".CopyTo(sound.AsSpan(i + 2));
                i += 5;
            }
        }
        return new string(sound);
    }

    private static char? Unit(ReadOnlySpan<char> text, int at) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u'
        && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? (char)unit : null;
}
