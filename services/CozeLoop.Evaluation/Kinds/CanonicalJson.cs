using System.Globalization;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Evaluation.Kinds;

/// <summary>One spelling per JSON value: members sorted by name, no white space, numbers without their exponent and trailing
/// zeros.</summary>
internal static class CanonicalJson
{
    /// <summary>Text that is no JSON stays as it is: models do write invalid arguments. No text is an empty object, as tools without
    /// parameters are called both ways.</summary>
    public static string Of(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return "{}";
        try
        {
            using var document = JsonDocument.Parse(JsonEscapes.Sound(json), new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
            var text = new StringBuilder();
            Write(document.RootElement, text);
            return text.ToString();
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMany(
                    '{',
                    value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal),
                    m =>
                    {
                        text.Append(JsonSerializer.Serialize(m.Name, Json.Compact)).Append(':');
                        Write(m.Value, text);
                    },
                    '}',
                    text
                );
                break;
            case JsonValueKind.Array:
                WriteMany('[', value.EnumerateArray(), item => Write(item, text), ']', text);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value));
                break;
            case JsonValueKind.String:
                // Parsed and written again, because "\u0041" and "A" are one value.
                text.Append(JsonSerializer.Serialize(value.GetString(), Json.Compact));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteMany<T>(char open, IEnumerable<T> items, Action<T> write, char close, StringBuilder text)
    {
        text.Append(open);
        bool first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(',');
            first = false;
            write(item);
        }
        text.Append(close);
    }

    private static string Number(JsonElement value)
    {
        // Only where the decimal is exact: rounding would make one number of two.
        string raw = value.GetRawText();
        bool exact = value.TryGetDecimal(out decimal number) && raw.Count(char.IsDigit) <= 28 && (double)number == value.GetDouble();
        return exact ? number.ToString("0.############################", CultureInfo.InvariantCulture) : raw;
    }
}
