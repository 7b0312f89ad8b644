using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Connections;

namespace CozeLoop.Models.Calls;

/// <summary>
/// What makes two calls the same: provider, base URL (a connection made anew still finds its answers), model, messages as they are sent,
/// tools, parameters, sample index. SHA-256 over canonical JSON: names sorted, nulls left out.
/// </summary>
internal static class ContentKey
{
    private const int InitialBytes = 16 * 1024;

    public static string Of(Connection connection, ModelCallRequest call)
    {
        var content = new
        {
            connection.Provider,
            Endpoint = connection.BaseUrl?.ToString() ?? connection.Id,
            call.Model,
            // What a provider wrote beside its answer is not sent back, so it makes no difference.
            Messages = call.Messages.Select(m => m with { Reasoning = null, FinishReason = null }),
            call.Tools,
            call.Parameters,
            call.SampleIndex,
        };
        using var json = JsonSerializer.SerializeToDocument(content, Json.Compact);
        var canonical = new ArrayBufferWriter<byte>(InitialBytes);
        using (var writer = new Utf8JsonWriter(canonical))
            WriteSorted(json.RootElement, writer);
        return Convert.ToHexStringLower(SHA256.HashData(canonical.WrittenSpan));
    }

    private static void WriteSorted(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteSorted(item, writer);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
