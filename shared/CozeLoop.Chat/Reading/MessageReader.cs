using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>What was read so far, in order. Parts without a role wait for those that follow: together they are one message.</summary>
internal sealed class MessageReader(string defaultRole)
{
    private readonly List<ChatMessage> _messages = [];
    private MessageParts? _parts;
    private string? _thought;
    private bool _isAnswering;

    /// <summary>False where something was in no form that is known, and left out.</summary>
    public bool IsWhole { get; private set; } = true;

    public List<ChatMessage> Messages
    {
        get
        {
            End();
            return _messages;
        }
    }

    public void Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Text(JsonText.Plain(value));
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Read(item);
                break;
            case JsonValueKind.Object when value.Get("role") is null:
                if (!Typed(value.Text("type"), value))
                    Untyped(value);
                break;
            case JsonValueKind.Object:
                Message(value, value.Text("role"));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                IsWhole = false;
                break;
        }
    }

    // Some SDKs write each message, or all of them, as JSON into a text.
    private void Text(string text)
    {
        using var document = text.StartsWith('{') || text.StartsWith('[') ? JsonText.TryParse(text) : null;
        if (document?.RootElement is { } root && IsEncoded(root))
            Read(root);
        else
            Add(new ChatMessage(defaultRole, text));
    }

    private static bool IsEncoded(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array
            ? root.GetArrayLength() > 0 && root.EnumerateArray().All(IsEncoded)
            : root.Text("role") is { } role
                && ChatRoles.All.Contains(AnyMessages.Role(role, ""))
                && (root.Get("content") ?? root.Get("parts") ?? root.Get("tool_calls")) is not null;

    public static ChatMessage? SystemOf(JsonElement? instruction)
    {
        var parts = new MessageParts();
        if (instruction is { } given)
            parts.Add(given.ValueKind == JsonValueKind.Object && given.Get("parts") is { } list ? list : given);
        return parts.IsEmpty ? null : new ChatMessage(ChatRoles.System, parts.Content) { Parts = parts.Parts };
    }

    /// <summary>Items that their type explains: those of the Responses API, LangChain's messages, and parts.</summary>
    private bool Typed(string? type, JsonElement value)
    {
        switch (type)
        {
            case null:
                return false;
            case "function_call":
                var call = new MessageParts();
                call.Call(value.Text("call_id") ?? value.Text("id"), value.Text("name"), value.Get("arguments") ?? default);
                Call(call.Calls!);
                return true;
            case "function_call_output":
                var output = new MessageParts();
                output.Answer(value.Text("call_id"), null, value.Get("output") ?? default);
                output.Answers.ForEach(Add);
                return true;
            case "reasoning":
                var thought = new MessageParts();
                thought.Think(value);
                Think(thought.Reasoning);
                return true;
            case "constructor" when value.Get("kwargs") is { ValueKind: JsonValueKind.Object } kwargs:
                Message(kwargs, kwargs.Text("type") ?? LastOf(value.Items("id")));
                return true;
            case var role when value.Get("data") is { ValueKind: JsonValueKind.Object } data && IsRole(role):
                Message(data, role);
                return true;
            case "message":
                Message(value, null);
                return true;
            case var role when IsRole(role):
                Message(value, role);
                return true;
            case var part when PartForms.Types.Contains(part):
                (_parts ??= new MessageParts()).Add(value);
                return true;
            default:
                return false;
        }
    }

    private void Untyped(JsonElement value)
    {
        if (Envelope.Of(value) is { } envelope)
            Inside(envelope);
        else if (value.Get("content") is not null || value.Get("parts") is not null || HasCalls(value))
            Message(value, null);
        else if (value.Text("type") is null && PartForms.IsUntyped(value))
            (_parts ??= new MessageParts()).Add(value);
        else
            IsWhole = false;
    }

    private void Inside(Envelope envelope)
    {
        if (SystemOf(envelope.System) is { } instruction)
            Add(instruction);
        End();
        int before = _messages.Count;
        foreach (var content in envelope.Contents)
            Read(content);
        End();
        for (int i = before; i < _messages.Count && envelope.FinishReason is not null; i++)
            _messages[i] = _messages[i] with { FinishReason = _messages[i].FinishReason ?? envelope.FinishReason };
    }

    private void Message(JsonElement value, string? said)
    {
        if (AnyMessages.ToolDefinition(value) is not null)
            return;
        var parts = new MessageParts();
        parts.Add(value.Get("content") ?? default);
        parts.Add(value.Get("parts") ?? default);
        if (value.Text("refusal") is { Length: > 0 } refusal && parts.Content is null)
            parts.Add(ChatJson.ToElement(new { type = "refusal", refusal }));
        parts.AddCalls(value);
        parts.Answers.ForEach(Add);
        // A message that only carried tools' answers has become those answers.
        if (parts.Answers.Count > 0 && parts.IsEmpty)
            return;
        Add(
            new ChatMessage(AnyMessages.Role(said, defaultRole), parts.Content)
            {
                Name = value.Text("name"),
                Parts = parts.Parts,
                ToolCalls = parts.Calls,
                ToolCallId = value.Text("tool_call_id") ?? value.Text("toolCallId"),
                Reasoning = parts.Reasoning ?? value.Text("reasoning_content") ?? value.Text("reasoning"),
                FinishReason = value.Text("finish_reason"),
            }
        );
    }

    private void Add(ChatMessage message)
    {
        End();
        _isAnswering = message.Role == ChatRoles.Assistant;
        _messages.Add(_isAnswering ? message with { Reasoning = Joined(_thought, message.Reasoning) } : message);
        _thought = null;
    }

    // The Responses API lists a text, what was thought and each call side by side; they are one answer.
    private void Call(IReadOnlyList<ChatToolCall> calls)
    {
        End();
        if (_isAnswering)
            _messages[^1] = _messages[^1] with { ToolCalls = [.. _messages[^1].ToolCalls ?? [], .. calls] };
        else
            Add(new ChatMessage(ChatRoles.Assistant, null) { ToolCalls = calls });
    }

    private void Think(string? thought)
    {
        End();
        if (_isAnswering)
            _messages[^1] = _messages[^1] with { Reasoning = Joined(_messages[^1].Reasoning, thought) };
        else
            _thought = Joined(_thought, thought);
    }

    private void End()
    {
        if (_parts is not { } parts)
            return;
        _parts = null;
        parts.Answers.ForEach(Add);
        if (!parts.IsEmpty)
        {
            Add(
                new ChatMessage(parts.Calls is null ? defaultRole : ChatRoles.Assistant, parts.Content)
                {
                    Parts = parts.Parts,
                    ToolCalls = parts.Calls,
                    Reasoning = parts.Reasoning,
                }
            );
        }
    }

    private static bool HasCalls(JsonElement value) =>
        value.Get("tool_calls") is not null || value.Get("function_call")?.Text("arguments") is not null;

    private static bool IsRole(string type) => ChatRoles.All.Contains(AnyMessages.Role(type, ""));

    private static string? LastOf(IEnumerable<JsonElement> names) =>
        names.LastOrDefault() is { ValueKind: JsonValueKind.String } last ? JsonText.Plain(last) : null;

    private static string? Joined(string? first, string? second) =>
        first is null ? second
        : second is null ? first
        : $"{first}\n{second}";
}
