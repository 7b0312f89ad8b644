using System.Globalization;
using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>A count that may have been sent as 12, 12.0 or "12"; negative and fractional ones are none.</summary>
public static class TokenCount
{
    private const long Most = 1_000_000_000;

    public static long? Of(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
        && value >= 0
        && value <= long.MaxValue
        && value == decimal.Truncate(value)
            ? (long)value
            : null;

    /// <summary>The first member of <paramref name="usage"/> that is a count a model can have reached.</summary>
    public static long? In(JsonElement? usage, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (
                usage?.Get(name) is { ValueKind: JsonValueKind.Number or JsonValueKind.String } value
                && Of(JsonText.Plain(value)) is { } count and <= Most
            )
                return count;
        }
        return null;
    }
}
