using System.Globalization;
using System.Text;

namespace CozeLoop.Platform.Consoles;

/// <summary>
/// Text from others, made safe for a terminal. Names, ids and answers come from the recorded application: an escape sequence in one would
/// move the cursor, rename the window or hide a line. What a terminal would obey or hide is written as JSON would escape it, so that a line
/// of JSON still means the same.
/// </summary>
public static class Visible
{
    /// <summary>Lines and tabs stay as they are.</summary>
    public static string Text(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return Escaped(text, text.AsSpan().IndexOfAny(Commands));
    }

    /// <summary>The same in one line.</summary>
    public static string Line(string text) => Text(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    // Controls of both sets but for line feed and tab; marks that turn the direction of text; other ends of lines; the byte order mark.
    private static readonly System.Buffers.SearchValues<char> Commands = System.Buffers.SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c).Except(['\n', '\t']),
        '\u061C',
        '\u200E',
        '\u200F',
        '\u2028',
        '\u2029',
        '\u202A',
        '\u202B',
        '\u202C',
        '\u202D',
        '\u202E',
        '\u2066',
        '\u2067',
        '\u2068',
        '\u2069',
        '\uFEFF',
    ]);

    private static string Escaped(string text, int first)
    {
        if (first < 0)
            return text;
        var safe = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (char c in text.AsSpan(first))
        {
            if (Commands.Contains(c))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                safe.Append(c);
        }
        return safe.ToString();
    }
}
