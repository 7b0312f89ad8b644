using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>The parts of one message sorted by what they are: text, reasoning, calls of tools, answers of tools, anything else
/// untouched.</summary>
public sealed class MessageParts
{
    private readonly List<string> texts = [];
    private readonly List<string> reasoning = [];
    private readonly List<ChatToolCall> calls = [];
    private readonly List<JsonElement> others = [];

    public List<ChatMessage> Answers { get; } = [];
    public string? Content => texts.Count == 0 ? null : string.Join('\n', texts);
    public string? Reasoning => reasoning.Count == 0 ? null : string.Join('\n', reasoning);
    public IReadOnlyList<ChatToolCall>? Calls => calls.Count == 0 ? null : calls;
    public JsonElement? Others => others.Count == 0 ? null : ChatJson.ToElement(others);
    public bool IsEmpty => texts.Count == 0 && reasoning.Count == 0 && calls.Count == 0 && others.Count == 0;

    public void Add(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                texts.Add(JsonText.Plain(content));
                break;
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray())
                    Add(part);
                break;
            case JsonValueKind.Object:
                Part(content);
                break;
        }
    }

    /// <summary>Calls that stand beside the content: OpenAI's and LangChain's form, which may keep OpenAI's under
    /// <c>additional_kwargs</c>.</summary>
    public void AddCalls(JsonElement message)
    {
        if (!message.TryGetProperty("tool_calls", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            if (message.TryGetProperty("additional_kwargs", out var more) && more.ValueKind == JsonValueKind.Object)
                AddCalls(more);
            return;
        }
        foreach (var call in list.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object))
        {
            var function = call.TryGetProperty("function", out var f) && f.ValueKind == JsonValueKind.Object ? f : call;
            Call(AnyMessages.Text(call, "id"), AnyMessages.Text(function, "name"), First(function, "arguments", "args"));
        }
    }

    private void Part(JsonElement part)
    {
        switch (AnyMessages.Text(part, "type"))
        {
            case "tool_call":
                Call(AnyMessages.Text(part, "id"), AnyMessages.Text(part, "name"), First(part, "arguments", "args"));
                break;
            case "tool_use":
                Call(AnyMessages.Text(part, "id"), AnyMessages.Text(part, "name"), First(part, "input"));
                break;
            case "tool-call":
                Call(AnyMessages.Text(part, "toolCallId"), AnyMessages.Text(part, "toolName"), First(part, "args", "input"));
                break;
            case "tool_call_response":
                Answer(AnyMessages.Text(part, "id"), null, First(part, "response", "result"));
                break;
            case "tool_result":
                Answer(AnyMessages.Text(part, "tool_use_id"), null, First(part, "content"));
                break;
            case "tool-result":
                Answer(AnyMessages.Text(part, "toolCallId"), AnyMessages.Text(part, "toolName"), First(part, "result", "output"));
                break;
            case "reasoning" or "thinking":
                reasoning.Add(JsonText.Plain(First(part, "content", "text", "thinking")));
                break;
            case null
            or "text"
            or "input_text"
            or "output_text" when First(part, "text", "content") is { ValueKind: JsonValueKind.String } text:
                texts.Add(JsonText.Plain(text));
                break;
            case null when First(part, "function_call", "functionCall") is { ValueKind: JsonValueKind.Object } call:
                Call(AnyMessages.Text(call, "id"), AnyMessages.Text(call, "name"), First(call, "args"));
                break;
            case null when First(part, "function_response", "functionResponse") is { ValueKind: JsonValueKind.Object } answer:
                Answer(AnyMessages.Text(answer, "id"), AnyMessages.Text(answer, "name"), First(answer, "response"));
                break;
            default:
                others.Add(part.Clone());
                break;
        }
    }

    private void Call(string? id, string? name, JsonElement arguments) =>
        calls.Add(new ChatToolCall(id, name ?? "", JsonText.Plain(arguments)));

    private void Answer(string? id, string? name, JsonElement result)
    {
        var inner = new MessageParts();
        if (result.ValueKind == JsonValueKind.Array)
            inner.Add(result);
        Answers.Add(new ChatMessage(ChatRoles.Tool, inner.Content ?? JsonText.Plain(result)) { ToolCallId = id, Name = name });
    }

    private static JsonElement First(JsonElement part, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (part.TryGetProperty(name, out var value))
                return value;
        }
        return default;
    }
}
