using System.Text.Json;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>OTLP JSON as protobuf bytes, or why not. A span that has no protobuf form is left out with its reason; its neighbours
/// stay.</summary>
internal sealed record TranscodedJson(ReadOnlyMemory<byte> Protobuf, IReadOnlyList<string> RejectedSpans, string? Error = null);

/// <summary>
/// Brings OTLP JSON to protobuf in one pass: ids are hex, 64-bit numbers are texts or numbers, enums are numbers, unknown fields are
/// ignored. What the values mean is checked afterwards, on the protobuf, by the same rules as for everyone.
/// </summary>
internal ref struct OtlpJson
{
    // Deeper than any span within the nesting limit; what is deeper is a rejected span and not a deep stack.
    private const int MaxLevels = 160;
    private readonly ProtobufWriter writer;
    private readonly List<string> rejected = [];
    private Utf8JsonReader reader;
    private int spans;

    private OtlpJson(ReadOnlySpan<byte> json)
    {
        writer = new ProtobufWriter(json.Length);
        // The reader keeps one bit a level, so depth costs nothing here; levels are bounded below, where they would cost stack.
        reader = new Utf8JsonReader(
            json,
            new JsonReaderOptions { MaxDepth = int.MaxValue, CommentHandling = JsonCommentHandling.Disallow }
        );
    }

    public static TranscodedJson ToProtobuf(ReadOnlySpan<byte> json)
    {
        var transcoder = new OtlpJson(json);
        try
        {
            transcoder.reader.Read();
            transcoder.Object(OtlpJsonSchema.Request, 0);
            if (transcoder.reader.Read())
                throw new OtlpJsonException("there is more after the request");
            return new TranscodedJson(transcoder.writer.Written, transcoder.rejected);
        }
        catch (OtlpJsonException e)
        {
            return new TranscodedJson(default, [], $"The body is no ExportTraceServiceRequest in JSON: {e.Message}.");
        }
        catch (JsonException e)
        {
            return new TranscodedJson(default, [], $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
    }

    private void Object(JsonField[] fields, int level)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new OtlpJsonException("an object is expected");
        if (level > MaxLevels)
            throw new OtlpJsonException("it is nested too deeply");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Find(fields);
            reader.Read();
            if (field is null)
                reader.Skip();
            else if (reader.TokenType == JsonTokenType.StartArray && field.Kind is JsonKind.Message or JsonKind.Span)
                Array(field, level);
            else if (reader.TokenType != JsonTokenType.Null)
                Value(field, level);
        }
    }

    private readonly JsonField? Find(JsonField[] fields)
    {
        foreach (var field in fields)
        {
            if (Is(field.Name) || Is(field.Original))
                return field;
        }
        return null;
    }

    private readonly bool Is(string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // an escape that is not a character: an unknown name
        }
    }

    private void Array(JsonField field, int level)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
                Value(field, level);
        }
    }

    private void Value(JsonField field, int level)
    {
        switch (field.Kind)
        {
            case JsonKind.Span:
                Span(field, level);
                break;
            case JsonKind.Message:
                int start = writer.Begin(field.Number);
                Object(field.Fields!(), level + 1);
                writer.End(start);
                break;
            default:
                OtlpJsonValue.Write(ref reader, field, writer);
                break;
        }
    }

    private void Span(JsonField field, int level)
    {
        spans++;
        var after = reader;
        after.Skip();
        int before = writer.Length;
        try
        {
            int start = writer.Begin(field.Number);
            Object(field.Fields!(), level + 1);
            writer.End(start);
        }
        catch (OtlpJsonException e)
        {
            writer.Truncate(before);
            rejected.Add($"span (number {spans}): {e.Message}");
        }
        reader = after;
    }
}

/// <summary>The JSON is sound but no OTLP. Caught within <see cref="OtlpJson"/>; never leaves it.</summary>
internal sealed class OtlpJsonException(string message) : Exception(message);
