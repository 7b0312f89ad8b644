using System.Globalization;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Tracing.Ingest.Otlp;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// OTLP's AnyValue as text: texts as they are, numbers and booleans in JSON's form, lists and maps as JSON, bytes in base64. An empty value
/// is an empty text.
/// </summary>
internal static class AnyValue
{
    public static string Text(ReadOnlySpan<byte> value)
    {
        var reader = new ProtobufReader(value);
        if (!reader.Next())
            return "";
        switch (reader.Field)
        {
            case AnyValueFields.StringValue:
                return Encoding.UTF8.GetString(reader.Bytes);
            case AnyValueFields.BoolValue:
                return reader.Number != 0 ? "true" : "false";
            case AnyValueFields.IntValue:
                return ((long)reader.Number).ToString(CultureInfo.InvariantCulture);
            case AnyValueFields.DoubleValue:
                return BitConverter.UInt64BitsToDouble(reader.Number).ToString("R", CultureInfo.InvariantCulture);
            case AnyValueFields.BytesValue:
                return Convert.ToBase64String(reader.Bytes);
        }
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            Write(value, json);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(ReadOnlySpan<byte> value, Utf8JsonWriter json)
    {
        var reader = new ProtobufReader(value);
        if (!reader.Next())
        {
            json.WriteNullValue();
            return;
        }
        switch (reader.Field)
        {
            case AnyValueFields.StringValue:
                json.WriteStringValue(reader.Bytes);
                break;
            case AnyValueFields.BoolValue:
                json.WriteBooleanValue(reader.Number != 0);
                break;
            case AnyValueFields.IntValue:
                json.WriteNumberValue((long)reader.Number);
                break;
            case AnyValueFields.DoubleValue:
                Number(BitConverter.UInt64BitsToDouble(reader.Number), json);
                break;
            case AnyValueFields.ArrayValue:
                List(reader.Bytes, json);
                break;
            case AnyValueFields.KvlistValue:
                Map(reader.Bytes, json);
                break;
            case AnyValueFields.BytesValue:
                json.WriteBase64StringValue(reader.Bytes);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void Number(double value, Utf8JsonWriter json)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private static void List(ReadOnlySpan<byte> list, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        var reader = new ProtobufReader(list);
        while (reader.Next())
        {
            if (reader.Field == ArrayValueFields.Values)
                Write(reader.Bytes, json);
        }
        json.WriteEndArray();
    }

    private static void Map(ReadOnlySpan<byte> map, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        var reader = new ProtobufReader(map);
        while (reader.Next())
        {
            if (reader.Field != KeyValueListFields.Values)
                continue;
            var pair = new ProtobufReader(reader.Bytes);
            ReadOnlySpan<byte> key = default,
                value = default;
            while (pair.Next())
            {
                if (pair.Field == KeyValueFields.Key)
                    key = pair.Bytes;
                else if (pair.Field == KeyValueFields.Value)
                    value = pair.Bytes;
            }
            json.WritePropertyName(key);
            Write(value, json);
        }
        json.WriteEndObject();
    }
}
