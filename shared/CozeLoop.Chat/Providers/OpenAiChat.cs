using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Chat.Providers;

/// <summary>
/// OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat), both ways. A request that was read and not changed is
/// written as it came; of a changed message, fields that the chat format does not know are dropped.
/// </summary>
public static class OpenAiChat
{
    public const string Form = "openai.chat";

    /// <summary>The name that other servers than OpenAI's own know, which refuses it for newer models.</summary>
    public const string MaxTokens = "max_tokens";

    private static readonly HashSet<string> Own = ["model", "messages", "tools"];
    private static readonly HashSet<string> Known =
    [
        "temperature",
        "top_p",
        "max_tokens",
        "max_completion_tokens",
        "seed",
        "stop",
        "frequency_penalty",
        "presence_penalty",
        "response_format",
        "tool_choice",
    ];

    public static ChatRequest ReadRequest(JsonElement body) =>
        new(
            body.Text("model") ?? "",
            [.. body.Items("messages").Select(m => Kept(m))],
            [.. body.Items("tools").Select(KeptTool)],
            OriginalBodies.Keep(Form, body, Own, ReadParameters, p => WriteParameters(p))
        );

    public static JsonObject WriteRequest(ChatRequest request, string maxTokens = MaxTokens)
    {
        var body = new JsonObject
        {
            ["model"] = request.Model,
            ["messages"] = new JsonArray([.. ToolAnswers.WithIds(request.Messages).Select(WriteMessage)]),
        };
        if (request.Tools.Count > 0)
            body["tools"] = new JsonArray([.. request.Tools.Select(WriteTool)]);
        var rest = OriginalBodies.Write(Form, request.Parameters, Known, ReadParameters, p => WriteParameters(p, maxTokens));
        foreach (var (name, value) in rest)
            body[name] = value?.DeepClone();
        return body;
    }

    /// <summary>Reads a whole answer, of which only the first choice counts; null where it has no message.</summary>
    public static ChatAnswer? ReadAnswer(JsonElement body)
    {
        var choice = body.Items("choices").FirstOrDefault();
        if (choice.Get("message") is not { } message)
            return null;
        return new ChatAnswer(ReadMessage(message) with { FinishReason = choice.Text("finish_reason") }, ReadUsage(body.Get("usage")));
    }

    /// <summary>What the chat format knows of a message.</summary>
    public static ChatMessage ReadMessage(JsonElement message)
    {
        var content = message.Get("content");
        IReadOnlyList<JsonElement> parts = content is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];
        var texts = parts.Where(IsText).Select(p => p.Text("text")).ToList();
        bool isOneText = !parts.Skip(1).Any(IsText);
        JsonElement[] kept = [.. parts.Where(p => !isOneText || !IsText(p))];
        return new ChatMessage(
            message.Text("role") ?? ChatRoles.User,
            message.Text("content") ?? (texts.Count > 0 ? string.Concat(texts) : null)
        )
        {
            Name = message.Text("name"),
            ToolCallId = message.Text("tool_call_id"),
            Parts = kept.Length > 0 ? ChatJson.ToElement(kept) : null,
            Reasoning = message.Text("reasoning_content") ?? message.Text("reasoning"),
            ToolCalls = message.Items("tool_calls").Select(ReadCall).ToList() is { Count: > 0 } calls ? calls : null,
        };
    }

    /// <summary>Reasoning and finish reason are the provider's output and are not sent back.</summary>
    public static JsonNode? WriteMessage(ChatMessage message) =>
        message.Original?.For(Form, message, ReadMessage)?.ToNode() ?? Written(message);

    /// <summary>A tool that is not a function (a built-in one) has its type for a name.</summary>
    public static ChatTool ReadTool(JsonElement tool)
    {
        var function = tool.Get("function") ?? tool;
        return new ChatTool(function.Text("name") ?? tool.Text("type") ?? "", function.Text("description"), function.Get("parameters"));
    }

    public static JsonNode? WriteTool(ChatTool tool) => tool.Original?.For(Form, tool, ReadTool)?.ToNode() ?? Written(tool);

    public static ChatParameters ReadParameters(JsonElement body) =>
        new()
        {
            Temperature = body.Get("temperature") is { } temperature ? AnyParameters.Real(temperature) : null,
            TopP = body.Get("top_p") is { } topP ? AnyParameters.Real(topP) : null,
            MaxTokens = (body.Get("max_completion_tokens") ?? body.Get("max_tokens")) is { } limit ? AnyParameters.Limit(limit) : null,
            Seed = body.Number("seed"),
            Stop =
                body.Get("stop") is { ValueKind: JsonValueKind.String or JsonValueKind.Array } stop
                && AnyParameters.Texts(stop) is { Count: > 0 } words
                    ? words
                    : null,
            FrequencyPenalty = body.Get("frequency_penalty") is { } frequency ? AnyParameters.Real(frequency) : null,
            PresencePenalty = body.Get("presence_penalty") is { } presence ? AnyParameters.Real(presence) : null,
            ResponseFormat = body.Get("response_format"),
            ToolChoice = body.Get("tool_choice"),
        };

    public static TokenUsage ReadUsage(JsonElement? usage) =>
        usage is { } counted ? Reported("usage", counted)?.Split().Tokens ?? new TokenUsage() : new TokenUsage();

    /// <summary>Back to inclusive counts; what is unknown counts as none, because the fields are required.</summary>
    public static JsonObject WriteUsage(TokenUsage usage)
    {
        long prompt = (usage.Input ?? 0) + (usage.CacheRead ?? 0) + (usage.CacheWrite ?? 0),
            completion = (usage.Output ?? 0) + (usage.Reasoning ?? 0);
        return new JsonObject
        {
            ["prompt_tokens"] = prompt,
            ["completion_tokens"] = completion,
            ["total_tokens"] = prompt + completion,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead ?? 0 },
        };
    }

    /// <summary>Inclusive: prompt tokens contain cached and audio ones, completion tokens reasoning and audio ones.</summary>
    internal static ReportedUsage? Reported(string name, JsonElement usage)
    {
        var (prompt, completion) = (usage.Get("prompt_tokens_details"), usage.Get("completion_tokens_details"));
        return ReportedUsage.Of(
            name,
            false,
            TokenCount.In(usage, "prompt_tokens"),
            TokenCount.In(usage, "completion_tokens"),
            TokenCount.In(prompt, "cached_tokens"),
            TokenCount.In(prompt, "cache_write_tokens"),
            TokenCount.In(completion, "reasoning_tokens"),
            TokenCount.In(prompt, "audio_tokens"),
            TokenCount.In(completion, "audio_tokens")
        );
    }

    private static ChatMessage Kept(JsonElement json)
    {
        var message = ReadMessage(json);
        return message with { Original = Original.Keep(Form, json, Written(message)) };
    }

    private static ChatTool KeptTool(JsonElement json)
    {
        var tool = ReadTool(json);
        return tool with { Original = Original.Keep(Form, json, Written(tool)) };
    }

    private static JsonObject Written(ChatMessage message)
    {
        var json = new JsonObject { ["role"] = message.Role, ["content"] = Content(message) };
        if (message.Name is not null)
            json["name"] = message.Name;
        if (message.ToolCallId is not null)
            json["tool_call_id"] = message.ToolCallId;
        if (message.ToolCalls is { Count: > 0 } calls)
            json["tool_calls"] = new JsonArray([.. calls.Select(WriteCall)]);
        return json;
    }

    private static JsonObject Written(ChatTool tool)
    {
        var function = new JsonObject { ["name"] = tool.Name };
        if (tool.Description is not null)
            function["description"] = tool.Description;
        if (tool.Parameters is { } schema)
            function["parameters"] = schema.ToNode();
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    private static JsonObject WriteParameters(ChatParameters p, string maxTokens = MaxTokens)
    {
        var body = new JsonObject();
        if (p.Temperature is { } temperature)
            body["temperature"] = temperature;
        if (p.TopP is { } topP)
            body["top_p"] = topP;
        if (p.MaxTokens is { } max)
            body[maxTokens] = max;
        if (p.Seed is { } seed)
            body["seed"] = seed;
        if (p.Stop is { Count: > 0 } stop)
            body["stop"] = new JsonArray([.. stop.Select(word => JsonValue.Create(word))]);
        if (p.FrequencyPenalty is { } frequency)
            body["frequency_penalty"] = frequency;
        if (p.PresencePenalty is { } presence)
            body["presence_penalty"] = presence;
        if (p.ResponseFormat is { } format)
            body["response_format"] = format.ToNode();
        if (p.ToolChoice is { } choice)
            body["tool_choice"] = choice.ToNode();
        return body;
    }

    private static bool IsText(JsonElement part) => ContentParts.IsText(part);

    private static JsonNode? Content(ChatMessage message)
    {
        var (text, parts) = ContentParts.Said(message);
        if (parts.Length == 0)
            return text is null ? null : JsonValue.Create(text);
        var array = new JsonArray();
        if (text is not null)
            array.Add(new JsonObject { ["type"] = "text", ["text"] = text });
        foreach (var part in parts)
            array.Add(part.ToNode());
        return array;
    }

    // A call without an id (some recordings have none) needs one: its position.
    private static JsonObject WriteCall(ChatToolCall call, int index) =>
        new()
        {
            ["id"] = call.Id ?? $"call_{index}",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
        };

    private static ChatToolCall ReadCall(JsonElement call) =>
        new(call.Text("id"), call.Get("function")?.Text("name") ?? "", call.Get("function")?.Text("arguments") ?? "");
}
