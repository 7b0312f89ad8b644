using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Messages that were flattened into numbered attributes: OpenInference's <c>llm.input_messages.0.message.role</c>, and
/// Traceloop's older <c>gen_ai.prompt.0.role</c>.</summary>
internal static class FlatMessages
{
    // Beside which number each list stands.
    private const int Calls = 0,
        Contents = 1;

    /// <param name="isWhole">False where a number is missing, or a message has no role: attributes were dropped.</param>
    public static List<ChatMessage> OpenInference(
        IReadOnlyDictionary<string, string> attributes,
        string prefix,
        string defaultRole,
        out bool isWhole
    )
    {
        var keys = new NumberedKeys(attributes.Keys, prefix + ".", ".message.tool_calls.", ".message.contents.");
        isWhole = !keys.HasGap;
        var messages = new List<ChatMessage>();
        foreach (int i in keys.Numbers)
        {
            string at = Key(prefix, i) + ".message.";
            string? role = Get(attributes, at + "role");
            isWhole &= role is not null;
            var parts = new MessageParts();
            foreach (int j in keys.Inner(i, Contents))
                parts.Add(Part(attributes, Key(at + "contents", j) + ".message_content."));
            if (parts.IsEmpty && Content(attributes, at, keys.Inner(i, Calls).Any()) is { } text)
                parts.Add(text);
            foreach (int j in keys.Inner(i, Calls))
            {
                string call = Key(at + "tool_calls", j) + ".tool_call.";
                parts.Call(
                    Get(attributes, call + "id"),
                    Get(attributes, call + "function.name"),
                    Get(attributes, call + "function.arguments") ?? ""
                );
            }
            if (Get(attributes, at + "function_call_name") is { } function)
                parts.Call(null, function, Get(attributes, at + "function_call_arguments_json") ?? "");
            messages.Add(
                new ChatMessage(AnyMessages.Role(role, defaultRole), parts.Content)
                {
                    Name = Get(attributes, at + "name"),
                    Parts = parts.Parts,
                    ToolCalls = parts.Calls,
                    ToolCallId = Get(attributes, at + "tool_call_id"),
                    Reasoning = parts.Reasoning,
                }
            );
        }
        return messages;
    }

    /// <inheritdoc cref="OpenInference"/>
    public static List<ChatMessage> Traceloop(
        IReadOnlyDictionary<string, string> attributes,
        string prefix,
        string defaultRole,
        out bool isWhole
    )
    {
        var keys = new NumberedKeys(attributes.Keys, prefix + ".", ".tool_calls.");
        isWhole = !keys.HasGap;
        var messages = new List<ChatMessage>();
        foreach (int i in keys.Numbers)
        {
            string at = Key(prefix, i) + ".";
            string? role = Get(attributes, at + "role");
            // Of an answer some versions leave it out.
            isWhole &= role is not null || defaultRole == ChatRoles.Assistant;
            var parts = new MessageParts();
            if (Content(attributes, at, keys.Inner(i, Calls).Any()) is { } content)
                parts.AddEncoded(content);
            foreach (int j in keys.Inner(i, Calls))
            {
                string call = Key(at + "tool_calls", j) + ".";
                parts.Call(Get(attributes, call + "id"), Get(attributes, call + "name"), Get(attributes, call + "arguments") ?? "");
            }
            messages.AddRange(parts.Answers);
            if (parts.Answers.Count > 0 && parts.IsEmpty)
                continue;
            messages.Add(
                new ChatMessage(AnyMessages.Role(role, defaultRole), parts.Content)
                {
                    Parts = parts.Parts,
                    ToolCalls = parts.Calls,
                    ToolCallId = Get(attributes, at + "tool_call_id"),
                    Reasoning = parts.Reasoning,
                    FinishReason = Get(attributes, at + "finish_reason"),
                }
            );
        }
        return messages;
    }

    public static List<ChatTool> Tools(IReadOnlyDictionary<string, string> attributes, out bool isWhole)
    {
        var schemas = new NumberedKeys(attributes.Keys, "llm.tools.");
        var functions = new NumberedKeys(attributes.Keys, "llm.request.functions.");
        isWhole = !schemas.HasGap && !functions.HasGap;
        var tools = new List<ChatTool>();
        foreach (int i in schemas.Numbers)
            tools.AddRange(AnyTools.Read(Get(attributes, Key("llm.tools", i) + ".tool.json_schema") ?? ""));
        foreach (int i in functions.Numbers)
        {
            string at = Key("llm.request.functions", i);
            using var parameters = JsonText.TryParse(Get(attributes, at + ".parameters") ?? "");
            if (Get(attributes, at + ".name") is { } name)
                tools.Add(new ChatTool(name, Get(attributes, at + ".description"), parameters?.RootElement.Clone()));
        }
        return tools;
    }

    private static JsonElement Part(IReadOnlyDictionary<string, string> attributes, string at)
    {
        var part = new JsonObject { ["type"] = Get(attributes, at + "type") ?? "text" };
        if (Get(attributes, at + "text") is { } text)
            part["text"] = text;
        if (Get(attributes, at + "image.image.url") is { } image)
            (part["type"], part["image_url"]) = ("image_url", image);
        if (Get(attributes, at + "audio.audio.url") is { } audio)
            (part["type"], part["data"]) = ("audio", audio);
        return ChatJson.ToElement(part);
    }

    // An empty text was said; beside calls it stands for none.
    private static string? Content(IReadOnlyDictionary<string, string> attributes, string at, bool hasCalls) =>
        attributes.TryGetValue(at + "content", out string? text) && (text.Length > 0 || !hasCalls) ? text : null;

    private static string? Get(IReadOnlyDictionary<string, string> attributes, string key) =>
        attributes.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    private static string Key(string prefix, int index) => $"{prefix}.{index.ToString(CultureInfo.InvariantCulture)}";
}
