using System.Globalization;
using System.Text;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>Values that programs trip over.</summary>
internal static class OddValues
{
    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1",
        "-0",
        "1e400",
        "-1e400",
        "1e-400",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "2147483647",
        "2147483648",
        "4294967296",
        "1.5",
        "0.1e1",
        "79228162514264337593543950336",
        "123456789012345678901234567890123456789012345678901234567890",
        "1E+2",
        "-5",
        "501",
        "1e308",
    ];

    private static readonly string[] Texts =
    [
        "",
        " ",
        "\u0000",
        "a\u0000b",
        "\r\n",
        "\u0001",
        "\u001b[31m",
        "\u007f",
        "\u0085",
        "\u2028",
        "\uFFFE",
        "\uFFFF",
        "\uFDD0",
        "\uFEFF",
        "\u202E",
        "e\u0301",
        "😀",
        "\U0010FFFF",
        "İ",
        "ß",
        "../../etc/passwd",
        "..",
        ".",
        "/",
        "a/b",
        "%",
        "%00",
        "%zz",
        "{{x}}",
        "{{",
        "\\",
        "'",
        "\"",
        "';--",
        "`",
        "$(x)",
        "<b>",
        "null",
        "true",
        "NaN",
        "-1",
        "1e400",
        "*",
        "?",
        "#",
        "&a=b",
        "é",
        "日本",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "1969-12-31T23:59:59Z",
        "2262-04-12T00:00:00Z",
        "2026-02-30",
        "now",
        "P1D",
        "2026-11-27T00:00:00Z",
        "99999999999999999999",
        "00000000000000000000000000000000",
        "http://[::1",
        "http://localhost:1/v1",
        "/\r\nSet-Cookie: a=b",
        "//evil.test",
        "/ä",
        "/\u0001",
        "/\\evil",
        "(a+)+$",
        "(?:.*a){500}",
        "(",
        "[",
        "input ~ \"x\"",
        "status = error",
        "duration > 1e400",
        "name:\"",
        "cost>=",
        "(((((((((a",
        "NOT NOT NOT a",
        "-a -b OR",
        "tags:[",
        "_",
        "%25%00",
    ];

    public static string Number(Random random) =>
        random.Next(4) == 0
            ? random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture)
            : Numbers[random.Next(Numbers.Length)];

    public static string Text(Random random) =>
        random.Next(12) switch
        {
            0 => new string('a', random.Next(1, 5000)),
            1 => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => char.ConvertFromUtf32(random.Next(1, 0xD800)))),
            2 => Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)],
            _ => Texts[random.Next(Texts.Length)],
        };

    /// <summary>A text as JSON writes it; sometimes with an escape that names half a character.</summary>
    public static string JsonText(Random random, string? text = null)
    {
        if (text is null && random.Next(8) == 0)
        {
            return random.Next(3) switch
            {
                0 => "\"\\ud83d\"",
                1 => "\"a\\udc00b\"",
                _ => "\"\\ud83d\\ud83d\\ude00\"",
            };
        }
        var json = new StringBuilder("\"");
        foreach (char c in text ?? Text(random))
        {
            bool escaped = c is '"' or '\\' || c < ' ' || (c > '~' && random.Next(4) == 0) || char.IsSurrogate(c);
            if (escaped)
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                json.Append(c);
        }
        return json.Append('"').ToString();
    }

    /// <summary>Any JSON value, of whatever type.</summary>
    public static string Json(Random random, int depth = 3) =>
        random.Next(depth > 0 ? 11 : 8) switch
        {
            0 => "null",
            1 => "true",
            2 => "false",
            3 or 4 => Number(random),
            5 or 6 or 7 => JsonText(random),
            8 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json(random, depth - 1)))}]",
            9 =>
                $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"{JsonText(random)}:{Json(random, depth - 1)}"))}}}",
            _ => Deep(random),
        };

    private static string Deep(Random random)
    {
        int levels = random.Next(2) == 0 ? random.Next(40, 140) : random.Next(1, 2000);
        return random.Next(2) == 0
            ? new string('[', levels) + new string(']', levels)
            : string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
    }
}
