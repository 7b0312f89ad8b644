using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Chat.Reading;

/// <summary>The parts of one message sorted by what they are: content in its order, reasoning, calls of tools, answers of tools.</summary>
public sealed class MessageParts
{
    private readonly List<(string? Text, JsonElement Other)> content = [];
    private readonly List<string> reasoning = [];
    private readonly List<ChatToolCall> calls = [];

    public List<ChatMessage> Answers { get; } = [];

    public string? Content => Texts.Any() ? string.Join('\n', Texts) : null;

    /// <summary>What the content does not say: parts that are no text, or all of them where the texts' places matter (see <see
    /// cref="ContentParts"/>).</summary>
    public JsonElement? Parts
    {
        get
        {
            bool isOneText = content.Skip(1).All(part => part.Text is null);
            JsonElement[] parts =
            [
                .. content
                    .Where(part => !isOneText || part.Text is null)
                    .Select(part => part.Text is { } text ? ChatJson.ToElement(new { type = "text", text }) : part.Other),
            ];
            return parts.Length == 0 ? null : ChatJson.ToElement(parts);
        }
    }

    public string? Reasoning => reasoning.Count == 0 ? null : string.Join('\n', reasoning);
    public IReadOnlyList<ChatToolCall>? Calls => calls.Count == 0 ? null : calls;
    public bool IsEmpty => content.Count == 0 && reasoning.Count == 0 && calls.Count == 0;

    private IEnumerable<string> Texts => content.Select(part => part.Text).OfType<string>();

    public void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Add(JsonText.Plain(value));
                break;
            case JsonValueKind.Array:
                foreach (var part in value.EnumerateArray())
                    Add(part);
                break;
            case JsonValueKind.Object:
                Part(value);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                content.Add((null, value.Clone()));
                break;
        }
    }

    public void Add(string text) => content.Add((text, default));

    /// <summary>Some SDKs write a content that is a list of parts as JSON into a text.</summary>
    public void AddEncoded(string text)
    {
        using var document = text.StartsWith('[') ? JsonText.TryParse(text) : null;
        bool isList =
            document?.RootElement.EnumerateArray().All(part => part.Text("type") is { } type && PartForms.Types.Contains(type)) == true;
        if (isList && document!.RootElement.GetArrayLength() > 0)
            Add(document.RootElement);
        else
            Add(text);
    }

    /// <summary>Calls that stand beside the content: OpenAI's and LangChain's form, which may keep OpenAI's under
    /// <c>additional_kwargs</c>, and the one call of OpenAI's oldest.</summary>
    public void AddCalls(JsonElement message)
    {
        var list = message.Items("tool_calls").Where(c => c.ValueKind == JsonValueKind.Object).ToList();
        foreach (var call in list)
        {
            var function = call.Get("function") is { ValueKind: JsonValueKind.Object } f ? f : call;
            Call(call.Text("id"), function.Text("name"), First(function, "arguments", "args"), "");
        }
        if (list.Count > 0)
            return;
        if (message.Get("function_call") is { ValueKind: JsonValueKind.Object } only && only.Text("name") is { } name)
            Call(null, name, First(only, "arguments"), "");
        else if (message.Get("additional_kwargs") is { ValueKind: JsonValueKind.Object } more)
            AddCalls(more);
    }

    public void Call(string? id, string? name, JsonElement arguments, string none = "{}") =>
        Call(id, name, arguments.ValueKind == JsonValueKind.Undefined ? none : JsonText.Plain(arguments));

    public void Call(string? id, string? name, string arguments) => calls.Add(new ChatToolCall(id, name ?? "", arguments));

    public void Answer(string? id, string? name, JsonElement result)
    {
        // A list of blocks is content; any other list is what the tool gave back.
        bool isContent =
            result.ValueKind == JsonValueKind.Array
            && result.GetArrayLength() > 0
            && result.EnumerateArray().All(block => block.Text("type") is not null || block.Text("text") is not null);
        var inner = new MessageParts();
        if (isContent)
            inner.Add(result);
        string? text = isContent ? inner.Content : JsonText.Plain(result);
        Answers.Add(
            new ChatMessage(ChatRoles.Tool, text)
            {
                Parts = inner.Parts,
                ToolCallId = id,
                Name = name,
            }
        );
    }

    public void Think(JsonElement item)
    {
        var text = First(item, "content", "text", "thinking", "summary");
        if (text.ValueKind == JsonValueKind.Array)
            reasoning.AddRange(item.Items("summary").Concat(item.Items("content")).Select(t => t.Text("text")).OfType<string>());
        else if (text.ValueKind != JsonValueKind.Undefined)
            reasoning.Add(JsonText.Plain(text));
    }

    private void Part(JsonElement part)
    {
        switch (part.Text("type"))
        {
            case "tool_call":
                Call(part.Text("id"), part.Text("name"), First(part, "arguments", "args"));
                break;
            case "tool_use":
                Call(part.Text("id"), part.Text("name"), First(part, "input"));
                break;
            case "tool-call":
                Call(part.Text("toolCallId"), part.Text("toolName"), First(part, "args", "input"));
                break;
            case "tool_call_response":
                Answer(part.Text("id"), null, First(part, "response", "result"));
                break;
            case "tool_result":
                Answer(part.Text("tool_use_id"), null, First(part, "content"));
                break;
            case "tool-result":
                Answer(part.Text("toolCallId"), part.Text("toolName"), VercelResult(part));
                break;
            case "reasoning" or "thinking":
                Think(part);
                break;
            case null
            or "text"
            or "input_text"
            or "output_text" when First(part, "text", "content") is { ValueKind: JsonValueKind.String } text:
                if (part.Get("thought") is { ValueKind: JsonValueKind.True })
                    reasoning.Add(JsonText.Plain(text));
                else
                    Add(JsonText.Plain(text));
                break;
            case null when part.Either("functionCall") is { ValueKind: JsonValueKind.Object } call:
                Call(call.Text("id"), call.Text("name"), First(call, "args"));
                break;
            case null when part.Either("functionResponse") is { ValueKind: JsonValueKind.Object } answer:
                Answer(answer.Text("id"), answer.Text("name"), First(answer, "response"));
                break;
            // Bedrock's Converse.
            case null when part.Get("toolUse") is { ValueKind: JsonValueKind.Object } use:
                Call(use.Text("toolUseId"), use.Text("name"), First(use, "input"));
                break;
            case null when part.Get("toolResult") is { ValueKind: JsonValueKind.Object } result:
                Answer(result.Text("toolUseId"), null, BedrockResult(result));
                break;
            default:
                content.Add((null, PartForms.Of(part)));
                break;
        }
    }

    // {"type":"text","value":…} since version 5.
    private static JsonElement VercelResult(JsonElement part)
    {
        var result = First(part, "result", "output");
        bool isWrapped =
            result.Text("type") is "text" or "json" or "error-text" or "error-json" or "content" && result.Get("value") is not null;
        return isWrapped ? First(result, "value") : result;
    }

    private static JsonElement BedrockResult(JsonElement result) =>
        result.Items("content").ToList() is [var only] && only.Get("json") is { } json ? json : First(result, "content");

    /// <summary>The first that is there and not null.</summary>
    private static JsonElement First(JsonElement part, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (part.Get(name) is { } value)
                return value;
        }
        return default;
    }
}
