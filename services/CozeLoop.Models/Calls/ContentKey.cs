using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        var json = Canonical(JsonSerializer.SerializeToNode(content, Json.Compact));
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(json)));
    }

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Canonical(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Canonical)]),
        _ => node?.DeepClone(),
    };
}
