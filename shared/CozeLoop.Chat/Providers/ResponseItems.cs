using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>The items of <see cref="OpenAiResponses"/>: messages, reasoning, calls and their outputs stand side by side.</summary>
internal static class ResponseItems
{
    private static readonly HashSet<string> ContentTypes = ["text", "output_text", "refusal", "image_url", "file"];

    /// <summary>Items that are one message of ours: reasoning, then a text, then calls; any other item is one of its own.</summary>
    public static IEnumerable<IReadOnlyList<JsonElement>> InMessages(IEnumerable<JsonElement> items)
    {
        List<JsonElement> message = [];
        foreach (var item in items)
        {
            if (
                message.Count > 0
                && (Place(item) == 0 || Place(item) < Place(message[^1]) || Place(message[^1]) == 0 || IsSecondText(item))
            )
            {
                yield return message;
                message = [];
            }
            message.Add(item);
        }
        if (message.Count > 0)
            yield return message;

        bool IsSecondText(JsonElement item) => Place(item) == 2 && Place(message[^1]) == 2;
    }

    public static string RoleOf(IReadOnlyList<JsonElement> items) =>
        items[0].Text("type") switch
        {
            "function_call_output" => ChatRoles.Tool,
            null or "message" => items[0].Text("role") ?? ChatRoles.User,
            _ => ChatRoles.Assistant,
        };

    /// <param name="json">A list of items, or a text of the user's.</param>
    public static ChatMessage Read(string role, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            return new ChatMessage(role, JsonText.Plain(json));
        IReadOnlyList<JsonElement> items = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [];
        if (role == ChatRoles.Tool && items is [var output, ..])
        {
            string result = output.Get("output") is { } value ? JsonText.Plain(value) : "";
            return new ChatMessage(ChatRoles.Tool, result) { ToolCallId = output.Text("call_id") };
        }
        var draft = new MessageDraft();
        foreach (var item in items)
            Add(draft, item);
        return draft.ToMessage(role);
    }

    public static void Add(MessageDraft draft, JsonElement item)
    {
        switch (item.Text("type"))
        {
            case "reasoning":
                foreach (var text in item.Items("summary").Concat(item.Items("content")))
                    draft.Reasoning(text.Text("text"));
                break;
            case "function_call":
                draft.Call(item.Text("call_id"), item.Text("name"), item.Text("arguments") ?? "");
                break;
            case null or "message" when item.Text("content") is { } text:
                draft.Text(text);
                break;
            case null or "message":
                foreach (var part in item.Items("content"))
                    AddPart(draft, part);
                break;
            default:
                draft.Part(item);
                break;
        }
    }

    public static IEnumerable<JsonObject> Write(ChatMessage message)
    {
        if (message.Role == ChatRoles.Tool)
        {
            yield return new JsonObject
            {
                ["type"] = "function_call_output",
                ["call_id"] = message.ToolCallId ?? "call_0",
                ["output"] = message.Content ?? "",
            };
            yield break;
        }
        var (text, parts) = ContentParts.Said(message);
        JsonElement[] content = [.. parts.Where(p => !IsItem(p))];
        if (text is not null || content.Length > 0)
            yield return new JsonObject { ["role"] = message.Role, ["content"] = Content(message.Role, text, content) };
        foreach (var item in parts.Where(IsItem))
            yield return JsonObject.Create(item)!;
        for (int i = 0; i < (message.ToolCalls?.Count ?? 0); i++)
        {
            var call = message.ToolCalls![i];
            yield return new JsonObject
            {
                ["type"] = "function_call",
                ["call_id"] = call.Id ?? $"call_{i}",
                ["name"] = call.Name,
                ["arguments"] = call.Arguments,
            };
        }
    }

    /// <summary>The order within an assistant's message; 0: not part of one.</summary>
    private static int Place(JsonElement item) =>
        item.Text("type") switch
        {
            "reasoning" => 1,
            null or "message" when item.Text("role") == "assistant" => 2,
            "function_call" => 3,
            _ => 0,
        };

    private static void AddPart(MessageDraft draft, JsonElement part)
    {
        switch (part.Text("type"))
        {
            case "input_text" or "output_text" or "text":
                draft.Text(part.Text("text"));
                break;
            case "refusal":
                draft.Text(part.Text("refusal"));
                break;
            case "input_image" when part.Text("image_url") is { } url:
                draft.Part(ImagePart.Of(url));
                break;
            default:
                draft.Part(part);
                break;
        }
    }

    private static JsonNode? Content(string role, string? text, JsonElement[] parts)
    {
        if (parts.Length == 0)
            return text;
        var content = new JsonArray();
        if (text is not null)
            content.Add(Text(role, text));
        foreach (var part in parts)
        {
            content.Add(
                ImagePart.Url(part) is { } url ? new JsonObject { ["type"] = "input_image", ["image_url"] = url }
                : ContentParts.IsText(part) ? Text(role, part.Text("text")!)
                : part.ToNode()
            );
        }
        return content;
    }

    private static JsonObject Text(string role, string text) =>
        new() { ["type"] = role == ChatRoles.Assistant ? "output_text" : "input_text", ["text"] = text };

    /// <summary>Items that the chat format has no word for are kept among a message's parts.</summary>
    private static bool IsItem(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.Text("type") is { } type
        && !ContentTypes.Contains(type)
        && !type.StartsWith("input_", StringComparison.Ordinal);
}
