using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>Writes one JSON value as a protobuf field.</summary>
internal static class OtlpJsonValue
{
    public static void Write(ref Utf8JsonReader reader, JsonField field, ProtobufWriter writer)
    {
        switch (field.Kind)
        {
            case JsonKind.Text:
                writer.Bytes(field.Number, Text(ref reader, field));
                break;
            case JsonKind.Hex:
                writer.Bytes(field.Number, Hex(ref reader, field));
                break;
            case JsonKind.Base64:
                writer.Bytes(field.Number, FromBase64(ref reader, field));
                break;
            case JsonKind.Bool:
                writer.Bool(field.Number, Bool(ref reader, field));
                break;
            case JsonKind.Real:
                writer.Real(field.Number, Real(ref reader, field));
                break;
            case JsonKind.Integer:
                writer.Varint(field.Number, (ulong)Integer(ref reader, field, long.MinValue, long.MaxValue));
                break;
            case JsonKind.Fixed64:
                writer.Fixed64(field.Number, (ulong)Integer(ref reader, field, 0, ulong.MaxValue));
                break;
            case JsonKind.Fixed32:
                writer.Fixed32(field.Number, (uint)Integer(ref reader, field, 0, uint.MaxValue));
                break;
            default:
                throw new InvalidOperationException($"{field.Kind} is no scalar.");
        }
    }

    private static byte[] Text(ref Utf8JsonReader reader, JsonField field)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Wrong(field, "a text");
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.ToArray();
        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return text[..reader.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            throw new OtlpJsonException($"'{field.Name}' is not valid UTF-8");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static byte[] Hex(ref Utf8JsonReader reader, JsonField field)
    {
        byte[] text = Text(ref reader, field);
        if (text.Length % 2 != 0)
            throw Wrong(field, "hex digits");
        byte[] bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done ? bytes : throw Wrong(field, "hex digits");
    }

    private static byte[] FromBase64(ref Utf8JsonReader reader, JsonField field)
    {
        byte[] text = Text(ref reader, field);
        return Base64.DecodeFromUtf8InPlace(text, out int written) == OperationStatus.Done ? text[..written] : throw Wrong(field, "base64");
    }

    private static bool Bool(ref Utf8JsonReader reader, JsonField field) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Wrong(field, "true or false"),
        };

    private static double Real(ref Utf8JsonReader reader, JsonField field) =>
        double.TryParse(NumberText(ref reader, field), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Wrong(field, "a number");

    // JavaScript writes large integers as 1.7e18, so integral decimals count too.
    private static Int128 Integer(ref Utf8JsonReader reader, JsonField field, Int128 least, Int128 most)
    {
        string text = NumberText(ref reader, field);
        if (!Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            if (
                !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
                || number != decimal.Truncate(number)
            )
                throw Wrong(field, "a whole number");
            value = (Int128)number;
        }
        return value >= least && value <= most ? value : throw Wrong(field, "a number in range");
    }

    private static string NumberText(ref Utf8JsonReader reader, JsonField field)
    {
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String) || reader.ValueSpan.Length > 64)
            throw Wrong(field, "a number");
        return Encoding.UTF8.GetString(reader.ValueSpan);
    }

    private static OtlpJsonException Wrong(JsonField field, string expected) => new($"'{field.Name}' is not {expected}");
}
