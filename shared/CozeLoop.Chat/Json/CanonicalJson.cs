using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CozeLoop.Chat.Json;

/// <summary>One spelling per JSON value: members sorted by name, no white space, numbers without their exponent and trailing
/// zeros, characters outside ASCII escaped.</summary>
public static class CanonicalJson
{
    private const int InitialBytes = 16 * 1024;

    /// <summary>Text that is not JSON stays as it is: models do write invalid arguments. No text is an empty object, as tools without
    /// parameters are called both ways.</summary>
    public static string Of(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return "{}";
        try
        {
            using var document = JsonDocument.Parse(JsonEscapes.Sound(json), new JsonDocumentOptions { MaxDepth = ChatJson.MaxDepth });
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    public static string Of(JsonElement value) => Encoding.UTF8.GetString(Utf8(value).Span);

    /// <summary>The same as bytes, for hashes.</summary>
    public static ReadOnlyMemory<byte> Utf8(JsonElement value)
    {
        var canonical = new ArrayBufferWriter<byte>(InitialBytes);
        using (var writer = new Utf8JsonWriter(canonical))
            Write(value, writer);
        return canonical.WrittenMemory;
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(value), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Number(JsonElement value)
    {
        // Only where the decimal is exact: rounding would make one number of two.
        string raw = value.GetRawText();
        bool exact = value.TryGetDecimal(out decimal number) && raw.Count(char.IsDigit) <= 28 && (double)number == value.GetDouble();
        return exact ? number.ToString("0.############################", CultureInfo.InvariantCulture) : raw;
    }
}
