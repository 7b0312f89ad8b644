using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>The chat format of a span, derived on read from what was stored, so that a better reading needs no rewriting of
/// history.</summary>
internal sealed record ChatForm(
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<ChatMessage> OutputMessages,
    IReadOnlyList<ChatTool> Tools
)
{
    /// <param name="kind">Only model calls have a chat format; other kinds answer empty lists.</param>
    /// <param name="attributes">As stored (content may be moved, see <see cref="MovedContent"/>).</param>
    /// <param name="eventsJson">The stored events; the oldest convention kept its messages there.</param>
    public static ChatForm Read(
        string kind,
        IReadOnlyDictionary<string, string> attributes,
        string input,
        string output,
        string eventsJson = ""
    )
    {
        if (kind != SpanKinds.Model)
            return new ChatForm([], [], []);
        var source = new ChatSource(attributes, input, output, eventsJson);
        return new ChatForm(source.Messages(), source.OutputMessages(), source.Tools());
    }
}

/// <summary>Where the conventions keep a call's messages, in order of preference; the first that holds any wins.</summary>
internal sealed class ChatSource(IReadOnlyDictionary<string, string> attributes, string input, string output, string eventsJson)
{
    private readonly Func<string, string?> get = key => MovedContent.Find(attributes, input, output, key);

    public IReadOnlyList<ChatMessage> Messages() =>
        FirstOf(
            () => Native("cozeloop.input.messages"),
            () => Flat("llm.input_messages", ChatRoles.User, FlatMessages.OpenInference),
            () => WithInstructions(Json("gen_ai.input.messages", ChatRoles.User)),
            () => Json("langfuse.observation.input", ChatRoles.User),
            () => Json("ai.prompt.messages", ChatRoles.User),
            () => Prompt("ai.prompt"),
            () => Flat("gen_ai.prompt", ChatRoles.User, FlatMessages.Traceloop),
            () => EventMessages.Input(eventsJson),
            () => Any(input, ChatRoles.User)
        );

    public IReadOnlyList<ChatMessage> OutputMessages() =>
        FirstOf(
            () => Native("cozeloop.output.messages"),
            () => Flat("llm.output_messages", ChatRoles.Assistant, FlatMessages.OpenInference),
            () => Json("gen_ai.output.messages", ChatRoles.Assistant),
            () => Json("langfuse.observation.output", ChatRoles.Assistant),
            Vercel,
            () => Flat("gen_ai.completion", ChatRoles.Assistant, FlatMessages.Traceloop),
            () => EventMessages.Output(eventsJson),
            () => Any(output, ChatRoles.Assistant)
        );

    public IReadOnlyList<ChatTool> Tools()
    {
        var tools = FlatMessages.Tools(get);
        foreach (
            string key in new[] { "cozeloop.tools", "gen_ai.tool.definitions", "ai.prompt.tools", "langfuse.observation.tool_definitions" }
        )
        {
            if (tools.Count == 0 && get(key) is { } json)
                tools = AnyTools.Read(json);
        }
        // Langfuse's wrapper sends {"tools":…,"messages":…} as the input; OpenInference the request or its parameters.
        foreach (string? json in new[] { input, get("llm.invocation_parameters") })
        {
            if (tools.Count > 0 || json is not { Length: > 0 })
                continue;
            using var document = json.StartsWith('{') ? JsonText.TryParse(json) : null;
            if (document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("tools", out var list))
                tools = AnyTools.Read(list);
        }
        return tools.Count > 0 ? tools : AmongMessages();
    }

    private List<ChatTool> AmongMessages()
    {
        string json = get("langfuse.observation.input") ?? input;
        using var document = json.StartsWith('[') ? JsonText.TryParse(json) : null;
        return document is null
            ? []
            :
            [
                .. document
                    .RootElement.EnumerateArray()
                    .Where(m => m.ValueKind == JsonValueKind.Object)
                    .Select(AnyMessages.ToolDefinition)
                    .OfType<JsonElement>()
                    .SelectMany(AnyTools.Read),
            ];
    }

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
    private List<ChatMessage> Flat(string prefix, string role, Func<Func<string, string?>, string, string, List<ChatMessage>> read)
    {
        foreach (string key in attributes.Keys)
        {
            if (key.Length > prefix.Length && key[prefix.Length] == '.' && key.StartsWith(prefix, StringComparison.Ordinal))
                return read(get, prefix, role);
        }
        return [];
    }

    private List<ChatMessage> Native(string key)
    {
        if (get(key) is not { } json)
            return [];
        try
        {
            var read = ChatJson.Read<List<ChatMessage?>>(JsonEscapes.Sound(json)) ?? [];
            return
            [
                .. read.OfType<ChatMessage>()
                    .Where(m => m.Role is not null)
                    .Select(m => m with { ToolCalls = m.ToolCalls?.OfType<ChatToolCall>().ToList() }),
            ];
        }
        catch (JsonException)
        {
            return Any(json, ChatRoles.User); // Somebody else's form under our name.
        }
    }

    private List<ChatMessage> Json(string key, string role) => get(key) is { } text ? Any(text, role) : [];

    private static List<ChatMessage> Any(string text, string role)
    {
        if (text.Length == 0)
            return [];
        using var document = JsonText.TryParse(text);
        var read = document is null ? [] : AnyMessages.Read(document.RootElement, role);
        return read.Count > 0 ? read : [new ChatMessage(role, text)];
    }

    private List<ChatMessage> WithInstructions(List<ChatMessage> messages)
    {
        if (messages.Count == 0 || get("gen_ai.system_instructions") is not { } text)
            return messages;
        using var document = JsonText.TryParse(text);
        var parts = new MessageParts();
        if (document is not null)
            parts.Add(document.RootElement);
        return [new ChatMessage(ChatRoles.System, parts.Content ?? text), .. messages];
    }

    // Vercel's outer prompt: {"system":…,"prompt":…} or {"system":…,"messages":[…]}.
    private List<ChatMessage> Prompt(string key)
    {
        if (get(key) is not { } text)
            return [];
        using var document = JsonText.TryParse(text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return Any(text, ChatRoles.User);
        var messages = AnyMessages.Read(root, ChatRoles.User);
        if (AnyMessages.Text(root, "prompt") is { } prompt)
            messages.Add(new ChatMessage(ChatRoles.User, prompt));
        if (AnyMessages.Text(root, "system") is { } system)
            messages.Insert(0, new ChatMessage(ChatRoles.System, system));
        return messages;
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
