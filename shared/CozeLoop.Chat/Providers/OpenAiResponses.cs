using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Chat.Providers;

/// <summary>
/// OpenAI's responses (https://platform.openai.com/docs/api-reference/responses), both ways. Reasoning, a text and calls that follow each
/// other are one message of ours. A request that was read and not changed is written as it came. The form has no seed, stop words or
/// penalties: those are not written.
/// </summary>
public static class OpenAiResponses
{
    public const string Form = "openai.responses";

    private static readonly HashSet<string> Own = ["model", "input", "instructions", "tools"];
    private static readonly HashSet<string> Known = ["temperature", "top_p", "max_output_tokens", "text", "tool_choice"];

    public static ChatRequest ReadRequest(JsonElement body)
    {
        IEnumerable<ChatMessage> instructions = body.Text("instructions") is { } text ? [new ChatMessage(ChatRoles.System, text)] : [];
        IEnumerable<ChatMessage> input = body.Get("input") is { ValueKind: JsonValueKind.String } line
            ? [Kept(ChatRoles.User, line)]
            : ResponseItems.InMessages(body.Items("input")).Select(items => Kept(ResponseItems.RoleOf(items), ChatJson.ToElement(items)));
        return new ChatRequest(
            body.Text("model") ?? "",
            [.. instructions, .. input],
            [.. body.Items("tools").Select(KeptTool)],
            OriginalBodies.Keep(Form, body, Own, ReadParameters, WriteParameters)
        );
    }

    /// <summary>A system message at the start becomes the instructions, unless it was read from an item of the input.</summary>
    public static JsonObject WriteRequest(ChatRequest request)
    {
        var body = new JsonObject { ["model"] = request.Model };
        // Of some messages nothing is sent: reasoning without its original.
        (ChatMessage Message, JsonNode[] Pieces)[] sent = [.. request.Messages.Select(m => (m, Pieces(m))).Where(m => m.Item2.Length > 0)];
        bool instructed = sent is [({ Role: ChatRoles.System, Content: not null, Parts: null, Original: null }, _), ..];
        if (instructed)
            body["instructions"] = sent[0].Message.Content;
        JsonNode[][] pieces = [.. sent.Skip(instructed ? 1 : 0).Select(m => m.Pieces)];
        // A text stays a text where it is all.
        body["input"] = pieces is [[JsonValue text]] ? text : new JsonArray([.. pieces.SelectMany(p => p).Select(AsItem)]);
        if (request.Tools.Count > 0)
            body["tools"] = new JsonArray([.. request.Tools.Select(WriteTool)]);
        foreach (var (name, value) in OriginalBodies.Write(Form, request.Parameters, Known, ReadParameters, WriteParameters))
            body[name] = value?.DeepClone();
        return body;
    }

    public static ChatAnswer ReadAnswer(JsonElement body)
    {
        var draft = new MessageDraft();
        foreach (var item in body.Items("output"))
            ResponseItems.Add(draft, item);
        string? reason = body.Get("incomplete_details")?.Text("reason") switch
        {
            "max_output_tokens" => FinishReason.Length,
            null when body.Text("status") != "completed" => body.Text("status"),
            null => draft.HasCalls ? FinishReason.ToolCalls : FinishReason.Stop,
            var other => other,
        };
        return new ChatAnswer(draft.ToAnswer(reason), ReadUsage(body.Get("usage")));
    }

    public static TokenUsage ReadUsage(JsonElement? usage) =>
        usage is { } counted ? Reported("usage", counted)?.Split().Tokens ?? new TokenUsage() : new TokenUsage();

    /// <summary>Inclusive, as chat completions, under other names.</summary>
    internal static ReportedUsage? Reported(string name, JsonElement usage)
    {
        var (input, output) = (usage.Get("input_tokens_details"), usage.Get("output_tokens_details"));
        return ReportedUsage.Of(
            name,
            false,
            TokenCount.In(usage, "input_tokens"),
            TokenCount.In(usage, "output_tokens"),
            TokenCount.In(input, "cached_tokens"),
            TokenCount.In(input, "cache_write_tokens"),
            TokenCount.In(output, "reasoning_tokens"),
            TokenCount.In(input, "audio_tokens"),
            TokenCount.In(output, "audio_tokens")
        );
    }

    private static ChatMessage Kept(string role, JsonElement json)
    {
        var message = ResponseItems.Read(role, json);
        var original = Original.Keep(Form, json, new JsonArray([.. ResponseItems.Write(message)]));
        // A system message of the input says so by what it was read from.
        return message with { Original = original ?? (role == ChatRoles.System ? new Original(Form, json.Clone()) : null) };
    }

    private static JsonNode[] Pieces(ChatMessage message) =>
        message.Original?.For(Form, message, json => ResponseItems.Read(message.Role, json)) switch
        {
            { ValueKind: JsonValueKind.Array } items => [.. items.EnumerateArray().Select(i => i.ToNode()!)],
            { ValueKind: JsonValueKind.String } text => [text.ToNode()!],
            _ => [.. ResponseItems.Write(message)],
        };

    private static JsonNode AsItem(JsonNode piece) =>
        piece is JsonValue text ? new JsonObject { ["role"] = "user", ["content"] = text } : piece;

    private static ChatTool KeptTool(JsonElement json)
    {
        var tool = OpenAiChat.ReadTool(json);
        return tool with { Original = Original.Keep(Form, json, Written(tool)) };
    }

    private static JsonNode? WriteTool(ChatTool tool) => tool.Original?.For(Form, tool, OpenAiChat.ReadTool)?.ToNode() ?? Written(tool);

    private static JsonObject Written(ChatTool tool)
    {
        var json = new JsonObject { ["type"] = "function", ["name"] = tool.Name };
        if (tool.Description is not null)
            json["description"] = tool.Description;
        if (tool.Parameters is { } schema)
            json["parameters"] = schema.ToNode();
        return json;
    }

    private static ChatParameters ReadParameters(JsonElement body) =>
        new()
        {
            Temperature = body.Get("temperature") is { } temperature ? AnyParameters.Real(temperature) : null,
            TopP = body.Get("top_p") is { } topP ? AnyParameters.Real(topP) : null,
            MaxTokens = body.Get("max_output_tokens") is { } limit ? AnyParameters.Limit(limit) : null,
            ResponseFormat = body.Get("text")?.Get("format") is { } format ? Nested(format, "json_schema") : null,
            ToolChoice = body.Get("tool_choice") is { } choice ? Nested(choice, "function") : null,
        };

    private static JsonObject WriteParameters(ChatParameters p)
    {
        var body = new JsonObject();
        if (p.Temperature is { } temperature)
            body["temperature"] = temperature;
        if (p.TopP is { } topP)
            body["top_p"] = topP;
        if (p.MaxTokens is { } max)
            body["max_output_tokens"] = max;
        if (p.ResponseFormat is { } format)
            body["text"] = new JsonObject { ["format"] = Flat(format, "json_schema") };
        if (p.ToolChoice is { } choice)
            body["tool_choice"] = Flat(choice, "function");
        return body;
    }

    /// <summary><c>{"type":T,…}</c> as chat completions write it: <c>{"type":T,T:{…}}</c>.</summary>
    private static JsonElement Nested(JsonElement flat, string type)
    {
        if (flat.Text("type") != type || JsonObject.Create(flat)?.DeepClone() is not JsonObject inner)
            return flat;
        inner.Remove("type");
        return ChatJson.ToElement(new JsonObject { ["type"] = type, [type] = inner });
    }

    private static JsonNode? Flat(JsonElement nested, string type)
    {
        if (nested.Get(type) is not { ValueKind: JsonValueKind.Object } inner)
            return nested.ToNode();
        var flat = new JsonObject { ["type"] = type };
        foreach (var member in inner.EnumerateObject())
            flat[member.Name] = member.Value.ToNode();
        return flat;
    }
}
