using System.Text;
using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Providers;

/// <summary>A message put together from a provider's blocks.</summary>
internal sealed class MessageDraft
{
    private readonly StringBuilder _text = new(),
        _reasoning = new();
    private readonly List<JsonElement> _parts = [];
    private readonly List<ChatToolCall> _calls = [];
    private bool _hasText;

    public void Text(string? text)
    {
        _hasText = true;
        _text.Append(text);
    }

    public void Reasoning(string? text) => _reasoning.Append(text);

    /// <summary>A part without a counterpart stays as it is.</summary>
    public void Part(JsonElement part) => _parts.Add(part);

    public void Call(string? id, string? name, string arguments) => _calls.Add(new ChatToolCall(id, name ?? "", arguments));

    public bool HasCalls => _calls.Count > 0;

    public ChatMessage ToMessage(string role) =>
        new(role, _hasText ? _text.ToString() : null)
        {
            Parts = _parts.Count > 0 ? ChatJson.ToElement(_parts) : null,
            ToolCalls = _calls.Count > 0 ? _calls : null,
            Reasoning = _reasoning.Length > 0 ? _reasoning.ToString() : null,
        };

    /// <summary>An assistant's answer: one that neither speaks nor calls said an empty text.</summary>
    public ChatMessage ToAnswer(string? finishReason)
    {
        var message = ToMessage(ChatRoles.Assistant);
        return message with { FinishReason = finishReason, Content = message.Content ?? (HasCalls ? null : "") };
    }

    /// <summary>The raw JSON of a member, such as a call's arguments; <c>{}</c> where it is absent.</summary>
    public static string Raw(JsonElement block, string name) => block.Get(name)?.GetRawText() ?? "{}";
}
