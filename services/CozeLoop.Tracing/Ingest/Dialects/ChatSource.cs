using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Where the conventions keep a call's messages, in order of preference; the first that holds any wins.</summary>
internal sealed class ChatSource(IReadOnlyDictionary<string, string> attributes, string input, string output, string eventsJson)
{
    private readonly Func<string, string?> get = key => MovedContent.Find(attributes, input, output, key);
    private readonly ChatGaps gaps = new();

    public IReadOnlyList<ChatMessage> Messages()
    {
        var messages = FirstOf(
            () => Native("cozeloop.input.messages", ChatRoles.User),
            () => Flat("llm.input_messages", ChatRoles.User, FlatMessages.OpenInference),
            () => WithInstructions(Json("gen_ai.input.messages", ChatRoles.User, isJson: true)),
            () => Json("langfuse.observation.input", ChatRoles.User),
            () => Json("ai.prompt.messages", ChatRoles.User, isJson: true),
            () => Json("ai.prompt", ChatRoles.User),
            () => Flat("gen_ai.prompt", ChatRoles.User, FlatMessages.Traceloop),
            () => EventMessages.Input(eventsJson, gaps, DroppedContent.AnyEvents(attributes)),
            () => TextMessages.Read(input, ChatRoles.User, ChatGaps.Input, gaps)
        );
        // A tool's answer to nothing goes on from what only the provider has.
        bool isContinued = messages.FirstOrDefault(m => !ChatRoles.IsInstruction(m.Role)) is { Role: ChatRoles.Tool };
        if (isContinued || !messages.All(Recorded.IsWhole))
            gaps.Add(ChatGaps.Messages, ExclusionReasons.ContentNotRecorded);
        return messages.Count > 0 && !messages.Any(m => ChatRoles.IsInstruction(m.Role)) ? [.. Instructions(), .. messages] : messages;
    }

    public IReadOnlyList<ChatMessage> OutputMessages() =>
        FirstOf(
            () => Native("cozeloop.output.messages", ChatRoles.Assistant),
            () => Flat("llm.output_messages", ChatRoles.Assistant, FlatMessages.OpenInference),
            () => Json("gen_ai.output.messages", ChatRoles.Assistant, isJson: true),
            () => Json("langfuse.observation.output", ChatRoles.Assistant),
            Vercel,
            () => Flat("gen_ai.completion", ChatRoles.Assistant, FlatMessages.Traceloop),
            () => EventMessages.Output(eventsJson, gaps),
            () => TextMessages.Read(output, ChatRoles.Assistant, ChatGaps.Output, gaps)
        );

    /// <summary>Of what was asked for until now.</summary>
    public IReadOnlyDictionary<string, string> Gaps(bool isCall)
    {
        if (isCall)
            RequestGaps.Note(gaps, attributes, input);
        if (DroppedContent.AnyAttributes(attributes))
            gaps.Add(ChatGaps.Attributes, ExclusionReasons.ContentDropped);
        if (DroppedContent.AnyEvents(attributes))
            gaps.Add(ChatGaps.Events, ExclusionReasons.ContentDropped);
        return gaps.Causes;
    }

    public IReadOnlyList<ChatTool> Tools() => new ToolSource(attributes, get, input).Read(gaps);

    private static IReadOnlyList<ChatMessage> FirstOf(params ReadOnlySpan<Func<IReadOnlyList<ChatMessage>>> sources)
    {
        foreach (var source in sources)
        {
            if (source() is { Count: > 0 } found)
                return found;
        }
        return [];
    }

    // Numbered names are made to be looked up, which costs more than to see that there is none.
    private List<ChatMessage> Flat(string prefix, string role, FlatReader read)
    {
        foreach (string key in attributes.Keys)
        {
            if (key.Length > prefix.Length && key[prefix.Length] == '.' && key.StartsWith(prefix, StringComparison.Ordinal))
            {
                var messages = read(attributes, prefix, role, out bool isWhole);
                if (!isWhole)
                    gaps.Add(role == ChatRoles.User ? ChatGaps.Messages : ChatGaps.Output, ExclusionReasons.ContentDropped);
                return messages;
            }
        }
        return [];
    }

    private delegate List<ChatMessage> FlatReader(
        IReadOnlyDictionary<string, string> attributes,
        string prefix,
        string role,
        out bool isWhole
    );

    private List<ChatMessage> Native(string key, string role)
    {
        if (get(key) is not { } json)
            return [];
        try
        {
            var read = ChatJson.Read<List<ChatMessage?>>(JsonEscapes.Sound(json)) ?? [];
            if (read.TrueForAll(m => m?.Role is not null) && !HasForeignNames(json))
                return [.. read.OfType<ChatMessage>().Select(m => m with { ToolCalls = m.ToolCalls?.OfType<ChatToolCall>().ToList() })];
        }
        catch (JsonException)
        {
            // Not our form: read below.
        }
        return TextMessages.Read(json, role, Field(key, role), gaps, isJson: true); // Somebody else's form under our name.
    }

    // Names that our form does not have, and would pass over.
    private static bool HasForeignNames(string json)
    {
        if (!json.Contains("\"tool_call", StringComparison.Ordinal) && !json.Contains("\"function_call", StringComparison.Ordinal))
            return false;
        using var document = JsonText.TryParse(json);
        return document?.RootElement is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray().Any(m => (m.Get("tool_calls") ?? m.Get("tool_call_id") ?? m.Get("function_call")) is not null);
    }

    private List<ChatMessage> Json(string key, string role, bool isJson = false) =>
        get(key) is { } text ? TextMessages.Read(text, role, Field(key, role), gaps, isJson) : [];

    // Where the attribute stands in an answer of the API; whatever is read for the output is the output.
    private string Field(string key, string role) =>
        role == ChatRoles.Assistant ? ChatGaps.Output : MovedContent.FieldOf(attributes, key) ?? $"attributes/{key}";

    // Some SDKs count the instruction among the parameters.
    private IEnumerable<ChatMessage> Instructions()
    {
        foreach (string key in RequestGaps.Parameters)
        {
            using var document = get(key) is { } json ? JsonText.TryParse(json) : null;
            if (document is not null && AnyMessages.Instruction(document.RootElement) is { } instruction)
                return [instruction];
        }
        return [];
    }

    private List<ChatMessage> WithInstructions(List<ChatMessage> messages)
    {
        if (messages.Count == 0 || get("gen_ai.system_instructions") is not { } text)
            return messages;
        using var document = JsonText.TryParse(text);
        var parts = new MessageParts();
        if (document is not null)
            parts.Add(document.RootElement);
        else if (CutText.IsJson(text))
            gaps.Add(Field("gen_ai.system_instructions", ChatRoles.System), ExclusionReasons.ContentCut);
        return [new ChatMessage(ChatRoles.System, parts.Content ?? text) { Parts = parts.Parts }, .. messages];
    }

    private List<ChatMessage> Vercel()
    {
        string? text = get("ai.response.text") ?? get("ai.response.object") ?? get("ai.result.text") ?? get("ai.result.object");
        string? calls = get("ai.response.toolCalls") ?? get("ai.result.toolCalls");
        if (text is null && calls is null)
            return [];
        var parts = new MessageParts();
        using var document = calls is null ? null : JsonText.TryParse(calls);
        if (document is not null)
            parts.Add(document.RootElement);
        return
        [
            new ChatMessage(ChatRoles.Assistant, text)
            {
                ToolCalls = parts.Calls,
                Reasoning = get("ai.response.reasoning"),
                FinishReason = get("ai.response.finishReason"),
            },
        ];
    }
}
