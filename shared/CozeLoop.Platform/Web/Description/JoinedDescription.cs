using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Platform.Web.Description;

/// <summary>One OpenAPI document of several processes' parts. What two of them have (health, shared records) is the same in both.</summary>
internal static class JoinedDescription
{
    /// <param name="parts">The first gives what is said about the API as a whole.</param>
    public static byte[] Of(IReadOnlyList<JsonObject> parts)
    {
        var whole = parts[0].DeepClone().AsObject();
        whole["paths"] = Join(parts, part => part["paths"]);
        whole["components"]!["schemas"] = Join(parts, part => part["components"]?["schemas"]);
        var tags = parts
            .SelectMany(part => part["tags"]?.AsArray().OfType<JsonObject>() ?? [])
            .DistinctBy(tag => (string)tag["name"]!)
            .ToDictionary(tag => (string)tag["name"]!);
        whole["tags"] = new JsonArray([.. ApiTags.All.Where(t => tags.ContainsKey(t.Name)).Select(t => tags[t.Name].DeepClone())]);
        return JsonSerializer.SerializeToUtf8Bytes(whole, Json.Api);
    }

    private static JsonObject Join(IEnumerable<JsonObject> parts, Func<JsonObject, JsonNode?> section) =>
        new(
            parts
                .SelectMany(part => section(part)?.AsObject() ?? [])
                .DistinctBy(member => member.Key)
                .OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
}
