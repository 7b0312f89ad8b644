using System.Globalization;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Messages that were flattened into numbered attributes: OpenInference's <c>llm.input_messages.0.message.role</c>, and
/// Traceloop's older <c>gen_ai.prompt.0.role</c>.</summary>
internal static class FlatMessages
{
    public static List<ChatMessage> OpenInference(Func<string, string?> get, string prefix, string defaultRole)
    {
        var messages = new List<ChatMessage>();
        for (int i = 0; ; i++)
        {
            string at = Key(prefix, i) + ".message.";
            var calls = Calls(get, at + "tool_calls.", ".tool_call.id", ".tool_call.function.name", ".tool_call.function.arguments");
            string? content = get(at + "content") ?? Contents(get, at + "contents.");
            string? role = get(at + "role");
            if (role is null && content is null && calls is null)
                return messages;
            messages.Add(
                new ChatMessage(AnyMessages.Role(role, defaultRole), content)
                {
                    Name = get(at + "name"),
                    ToolCalls = calls,
                    ToolCallId = get(at + "tool_call_id"),
                }
            );
        }
    }

    public static List<ChatMessage> Traceloop(Func<string, string?> get, string prefix, string defaultRole)
    {
        var messages = new List<ChatMessage>();
        for (int i = 0; ; i++)
        {
            string at = Key(prefix, i) + ".";
            var calls = Calls(get, at + "tool_calls.", ".id", ".name", ".arguments");
            string? content = get(at + "content"),
                role = get(at + "role");
            if (role is null && content is null && calls is null)
                return messages;
            messages.Add(
                new ChatMessage(AnyMessages.Role(role, defaultRole), content)
                {
                    ToolCalls = calls,
                    ToolCallId = get(at + "tool_call_id"),
                    FinishReason = get(at + "finish_reason"),
                }
            );
        }
    }

    public static List<ChatTool> Tools(Func<string, string?> get)
    {
        var tools = new List<ChatTool>();
        for (int i = 0; get(Key("llm.tools", i) + ".tool.json_schema") is { } schema; i++)
            tools.AddRange(AnyTools.Read(schema));
        for (int i = 0; get(Key("llm.request.functions", i) + ".name") is { } name; i++)
        {
            string at = Key("llm.request.functions", i);
            using var parameters = JsonText.TryParse(get(at + ".parameters") ?? "");
            tools.Add(new ChatTool(name, get(at + ".description"), parameters?.RootElement.Clone()));
        }
        return tools;
    }

    private static List<ChatToolCall>? Calls(Func<string, string?> get, string prefix, string id, string name, string arguments)
    {
        List<ChatToolCall>? calls = null;
        for (int i = 0; get(Key(prefix, i) + name) is { } function; i++)
        {
            (calls ??= []).Add(new ChatToolCall(get(Key(prefix, i) + id), function, get(Key(prefix, i) + arguments) ?? ""));
        }
        return calls;
    }

    private static string? Contents(Func<string, string?> get, string prefix)
    {
        List<string>? texts = null;
        for (int i = 0; get(Key(prefix, i) + ".message_content.type") is not null; i++)
        {
            if (get(Key(prefix, i) + ".message_content.text") is { } text)
                (texts ??= []).Add(text);
        }
        return texts is null ? null : string.Join('\n', texts);
    }

    private static string Key(string prefix, int index) =>
        prefix + (prefix.EndsWith('.') ? "" : ".") + index.ToString(CultureInfo.InvariantCulture);
}
