using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>The tools of <see cref="GeminiContents"/>: lists of function declarations, and built-in ones such as
/// <c>{"googleSearch":{}}</c>, which have their member's name.</summary>
internal static class GeminiTools
{
    public static IEnumerable<ChatTool> Read(JsonElement entry) =>
        entry.Either("functionDeclarations") is not { ValueKind: JsonValueKind.Array } declarations
            ? [Kept(entry)]
            : declarations.EnumerateArray().Select(Kept);

    public static JsonArray Write(IReadOnlyList<ChatTool> tools)
    {
        var entries = new JsonArray();
        foreach (var run in tools.InGroups(t => t.Original?.For(GeminiContents.Form, t, One) is { } json && IsBuiltIn(json)))
        {
            JsonNode?[] written = [.. run.Select(Written)];
            if (written is [JsonObject only] && !only.ContainsKey("name"))
                entries.Add(only);
            else
                entries.Add(new JsonObject { ["functionDeclarations"] = new JsonArray(written) });
        }
        return entries;
    }

    private static ChatTool Kept(JsonElement json)
    {
        var tool = One(json);
        return tool with { Original = Original.Keep(GeminiContents.Form, json, Fresh(tool)) };
    }

    private static ChatTool One(JsonElement json) =>
        IsBuiltIn(json)
            ? new ChatTool(json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().FirstOrDefault().Name ?? "" : "", null, null)
            : new ChatTool(
                json.Text("name") ?? "",
                json.Text("description"),
                json.Either("parametersJsonSchema") ?? json.Get("parameters")
            );

    private static bool IsBuiltIn(JsonElement json) => json.Get("name") is null;

    private static JsonNode? Written(ChatTool tool) => tool.Original?.For(GeminiContents.Form, tool, One)?.ToNode() ?? Fresh(tool);

    // "parameters" takes only a part of JSON schema; this takes it whole.
    private static JsonObject Fresh(ChatTool tool)
    {
        var json = new JsonObject { ["name"] = tool.Name };
        if (tool.Description is not null)
            json["description"] = tool.Description;
        if (tool.Parameters is { } schema)
            json["parametersJsonSchema"] = schema.ToNode();
        return json;
    }
}
