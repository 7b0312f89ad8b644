using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>The parts of one of <see cref="GeminiContents"/>.</summary>
internal static class GeminiParts
{
    public static ChatMessage Read(string role, JsonElement parts)
    {
        IReadOnlyList<JsonElement> list = parts.ValueKind == JsonValueKind.Array ? [.. parts.EnumerateArray()] : [];
        if (role == ChatRoles.Tool && list is [var only] && only.Either("functionResponse") is { } response)
        {
            return new ChatMessage(ChatRoles.Tool, response.Get("response")?.GetRawText() ?? "")
            {
                ToolCallId = response.Text("id"),
                Name = response.Text("name"),
            };
        }
        var draft = new MessageDraft();
        foreach (var part in list)
            Add(draft, part);
        return draft.ToMessage(role);
    }

    public static void Add(MessageDraft draft, JsonElement part)
    {
        if (part.Text("text") is { } text)
        {
            if (part.Get("thought") is { ValueKind: JsonValueKind.True })
                draft.Reasoning(text);
            else
                draft.Text(text);
        }
        else if (part.Either("functionCall") is { } call)
            draft.Call(call.Text("id"), call.Text("name"), MessageDraft.Raw(call, "args"));
        else if (
            part.Either("inlineData") is { } inline
            && inline.Text("data") is { } data
            && inline.Either("mimeType")?.ToString() is { } type
            && type.StartsWith("image/", StringComparison.Ordinal)
        )
            draft.Part(ImagePart.Inline(type, data));
        else
            draft.Part(part);
    }

    /// <param name="function">The name of the function that a tool's message answers, where the message does not say it.</param>
    public static IEnumerable<JsonObject> Write(ChatMessage message, string? function)
    {
        if (message.Role == ChatRoles.Tool)
        {
            yield return new JsonObject { ["functionResponse"] = Response(message, message.Name ?? function ?? "") };
            yield break;
        }
        var (text, parts) = ContentParts.Said(message);
        if (!string.IsNullOrEmpty(text))
            yield return new JsonObject { ["text"] = text };
        foreach (var part in parts)
        {
            if (ImagePart.Url(part) is { } url)
                yield return Image(url);
            else if (ContentParts.IsText(part))
                yield return new JsonObject { ["text"] = part.Text("text") };
            else if (JsonObject.Create(part) is { } same)
                yield return same;
        }
        foreach (var call in message.ToolCalls ?? [])
        {
            var json = new JsonObject { ["name"] = call.Name, ["args"] = Object(call.Arguments, "unparsed_arguments") };
            if (call.Id is not null)
                json["id"] = call.Id;
            yield return new JsonObject { ["functionCall"] = json };
        }
    }

    private static JsonObject Response(ChatMessage message, string name)
    {
        var json = new JsonObject { ["name"] = name, ["response"] = Object(message.Content ?? "", "result") };
        if (message.ToolCallId is not null)
            json["id"] = message.ToolCallId;
        return json;
    }

    // Both fields take only objects: any other text travels under a name.
    private static JsonObject Object(string text, string otherwise) =>
        JsonReading.Parse(text) is { ValueKind: JsonValueKind.Object } json
            ? JsonObject.Create(json)!
            : new JsonObject { [otherwise] = text };

    private static JsonObject Image(string url) =>
        ImagePart.Data(url) is { } data
            ? new JsonObject
            {
                ["inlineData"] = new JsonObject { ["mimeType"] = data.MediaType, ["data"] = data.Base64 },
            }
            : new JsonObject { ["fileData"] = new JsonObject { ["fileUri"] = url } };
}
