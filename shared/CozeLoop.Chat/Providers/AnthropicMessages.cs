using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Chat.Providers;

/// <summary>
/// Anthropic's Messages (https://docs.anthropic.com/en/api/messages), both ways. Tool results travel in user messages, and messages of one
/// role that follow each other are one, as the server itself takes them. A request that was read and not changed is otherwise written as
/// it came. The form has no seed, penalties or response format: those are not written.
/// </summary>
public static class AnthropicMessages
{
    public const string Form = "anthropic.messages";

    /// <summary>The form requires a limit; this holds where none is asked for.</summary>
    public const int DefaultMaxTokens = 4096;

    private static readonly HashSet<string> Own = ["model", "messages", "tools", "system"];
    private static readonly HashSet<string> Known = ["max_tokens", "temperature", "top_p", "stop_sequences", "tool_choice"];

    public static ChatRequest ReadRequest(JsonElement body)
    {
        IEnumerable<ChatMessage> system = body.Get("system") is { } text ? [Kept(ChatRoles.System, text)] : [];
        return new ChatRequest(
            body.Text("model") ?? "",
            [.. system, .. body.Items("messages").SelectMany(Turn)],
            [.. body.Items("tools").Select(KeptTool)],
            OriginalBodies.Keep(Form, body, Own, ReadParameters, WriteParameters)
        );
    }

    public static JsonObject WriteRequest(ChatRequest request)
    {
        var body = new JsonObject
        {
            ["model"] = request.Model,
            ["messages"] = Turns(ToolAnswers.WithIds(request.Messages).Where(m => !IsSystem(m))),
        };
        if (System([.. request.Messages.Where(IsSystem)]) is { } system)
            body["system"] = system;
        var rest = OriginalBodies.Write(Form, request.Parameters, Known, ReadParameters, WriteParameters);
        foreach (var (name, value) in rest)
            body[name] = value?.DeepClone();
        if (request.Tools.Count > 0)
            body["tools"] = new JsonArray([.. request.Tools.Select(WriteTool)]);
        else
            body.Remove("tool_choice"); // Refused without tools.
        return body;
    }

    public static ChatAnswer ReadAnswer(JsonElement body)
    {
        var draft = new MessageDraft();
        foreach (var block in body.Items("content"))
            Add(draft, block);
        return new ChatAnswer(draft.ToAnswer(ReadFinishReason(body.Text("stop_reason"))), ReadUsage(body.Get("usage")));
    }

    public static string? ReadFinishReason(string? stopReason) =>
        stopReason switch
        {
            "end_turn" or "stop_sequence" => FinishReason.Stop,
            "max_tokens" => FinishReason.Length,
            "tool_use" => FinishReason.ToolCalls,
            _ => stopReason,
        };

    public static TokenUsage ReadUsage(JsonElement? usage) =>
        usage is { } counted ? Reported("usage", counted)?.Split().Tokens ?? new TokenUsage() : new TokenUsage();

    /// <summary>Images by URL or inline; other parts of the chat format have no block here.</summary>
    public static bool CanWrite(JsonElement parts) =>
        parts.ValueKind == JsonValueKind.Array && parts.EnumerateArray().All(p => ImagePart.Url(p) is not null || ContentParts.IsText(p));

    /// <summary>Exclusive: input tokens do not contain the cached ones.</summary>
    internal static ReportedUsage? Reported(string name, JsonElement usage) =>
        ReportedUsage.Of(
            name,
            true,
            TokenCount.In(usage, "input_tokens"),
            TokenCount.In(usage, "output_tokens"),
            TokenCount.In(usage, "cache_read_input_tokens"),
            TokenCount.In(usage, "cache_creation_input_tokens")
        );

    private static bool IsSystem(ChatMessage message) => ChatRoles.IsInstruction(message.Role);

    private static JsonNode? System(IReadOnlyList<ChatMessage> messages)
    {
        if (messages is [{ Original: { } original } only] && original.For(Form, only, json => Read(ChatRoles.System, json)) is { } blocks)
            return blocks.ToNode();
        string text = string.Join("\n\n", messages.Select(m => m.Content));
        return text.Length > 0 ? JsonValue.Create(text) : null;
    }

    /// <summary>A message of theirs is one of ours for each tool's result in it, and one for what stands between.</summary>
    private static IEnumerable<ChatMessage> Turn(JsonElement turn)
    {
        string role = turn.Text("role") == "assistant" ? ChatRoles.Assistant : ChatRoles.User;
        if (turn.Get("content") is not { ValueKind: JsonValueKind.Array } content)
            return [Kept(role, turn.Get("content") ?? default)];
        return content
            .EnumerateArray()
            .InGroups(block => block.Text("type") == "tool_result")
            .Select(blocks => Kept(blocks[0].Text("type") == "tool_result" ? ChatRoles.Tool : role, ChatJson.ToElement(blocks)));
    }

    private static ChatMessage Kept(string role, JsonElement content)
    {
        var message = Read(role, content);
        JsonNode? rewritten = role == ChatRoles.System ? message.Content : new JsonArray([.. Blocks(message)]);
        return message with { Original = content.ValueKind == JsonValueKind.Undefined ? null : Original.Keep(Form, content, rewritten) };
    }

    private static ChatMessage Read(string role, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            return new ChatMessage(role, JsonText.Plain(content));
        IReadOnlyList<JsonElement> blocks = content.ValueKind == JsonValueKind.Array ? [.. content.EnumerateArray()] : [];
        if (role == ChatRoles.Tool)
            return Result(blocks[0]);
        var draft = new MessageDraft();
        foreach (var block in blocks)
            Add(draft, block);
        return draft.ToMessage(role);
    }

    private static ChatMessage Result(JsonElement block)
    {
        string? text = block.Text("content");
        if (text is null && block.Items("content").ToList() is { Count: > 0 } blocks && blocks.All(b => b.Text("type") == "text"))
            text = string.Concat(blocks.Select(b => b.Text("text")));
        return new ChatMessage(ChatRoles.Tool, text ?? block.Get("content")?.GetRawText() ?? "") { ToolCallId = block.Text("tool_use_id") };
    }

    private static void Add(MessageDraft draft, JsonElement block)
    {
        switch (block.Text("type"))
        {
            case "text":
                draft.Text(block.Text("text"));
                break;
            case "thinking":
                draft.Reasoning(block.Text("thinking"));
                break;
            case "tool_use":
                draft.Call(block.Text("id"), block.Text("name"), MessageDraft.Raw(block, "input"));
                break;
            case "image" when block.Get("source") is { } source && source.Text("url") is { } url:
                draft.Part(ImagePart.Of(url));
                break;
            case "image" when block.Get("source") is { } source && source.Text("data") is { } data:
                draft.Part(ImagePart.Inline(source.Text("media_type") ?? "image/png", data));
                break;
            default:
                draft.Part(block);
                break;
        }
    }

    private static JsonArray Turns(IEnumerable<ChatMessage> messages)
    {
        var turns = new JsonArray();
        foreach (var run in messages.InRuns(m => m.Role == ChatRoles.Assistant ? "assistant" : "user"))
        {
            JsonNode[][] pieces = [.. run.Select(Pieces)];
            // A text stays a text where nothing joins it.
            JsonNode? content = pieces is [[JsonValue text]] ? text : new JsonArray([.. pieces.SelectMany(p => p).Select(AsBlock)]);
            turns.Add(new JsonObject { ["role"] = run[0].Role == ChatRoles.Assistant ? "assistant" : "user", ["content"] = content });
        }
        return turns;
    }

    private static JsonNode[] Pieces(ChatMessage message) =>
        message.Original?.For(Form, message, json => Read(message.Role, json)) switch
        {
            { ValueKind: JsonValueKind.Array } blocks => [.. blocks.EnumerateArray().Select(b => b.ToNode()!)],
            { ValueKind: JsonValueKind.String } text => [text.ToNode()!],
            _ => [.. Blocks(message)],
        };

    private static JsonNode AsBlock(JsonNode piece) =>
        piece is JsonValue text ? new JsonObject { ["type"] = "text", ["text"] = text } : piece;

    private static IEnumerable<JsonObject> Blocks(ChatMessage message)
    {
        if (message.Role == ChatRoles.Tool)
        {
            yield return new JsonObject
            {
                ["type"] = "tool_result",
                ["tool_use_id"] = message.ToolCallId ?? "call_0",
                ["content"] = message.Content ?? "",
            };
            yield break;
        }
        // An empty text block is refused.
        var (text, parts) = ContentParts.Said(message);
        if (!string.IsNullOrEmpty(text))
            yield return new JsonObject { ["type"] = "text", ["text"] = text };
        foreach (var part in parts)
        {
            if (ImagePart.Url(part) is { } url)
                yield return Image(url);
            else if (JsonObject.Create(part) is { } block)
                yield return block;
        }
        for (int i = 0; i < (message.ToolCalls?.Count ?? 0); i++)
        {
            var call = message.ToolCalls![i];
            yield return new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = call.Id ?? $"call_{i}",
                ["name"] = call.Name,
                ["input"] = Input(call.Arguments),
            };
        }
    }

    // Arguments are text and may be broken JSON, but the block takes only an object: broken ones travel as text under a name that says so.
    private static JsonObject Input(string arguments) =>
        JsonReading.Parse(arguments) is { ValueKind: JsonValueKind.Object } json
            ? JsonObject.Create(json)!
            : new JsonObject { ["unparsed_arguments"] = arguments };

    private static JsonObject Image(string url)
    {
        var source = ImagePart.Data(url) is { } data
            ? new JsonObject
            {
                ["type"] = "base64",
                ["media_type"] = data.MediaType,
                ["data"] = data.Base64,
            }
            : new JsonObject { ["type"] = "url", ["url"] = url };
        return new JsonObject { ["type"] = "image", ["source"] = source };
    }

    private static ChatTool KeptTool(JsonElement json)
    {
        var tool = ReadTool(json);
        return tool with { Original = Original.Keep(Form, json, Written(tool)) };
    }

    private static ChatTool ReadTool(JsonElement tool) => new(tool.Text("name") ?? "", tool.Text("description"), tool.Get("input_schema"));

    private static JsonNode? WriteTool(ChatTool tool) => tool.Original?.For(Form, tool, ReadTool)?.ToNode() ?? Written(tool);

    private static JsonObject Written(ChatTool tool)
    {
        var schema = tool.Parameters is { } given ? given.ToNode() : new JsonObject { ["type"] = "object" };
        var json = new JsonObject { ["name"] = tool.Name, ["input_schema"] = schema };
        if (tool.Description is not null)
            json["description"] = tool.Description;
        return json;
    }

    private static ChatParameters ReadParameters(JsonElement body) =>
        new()
        {
            Temperature = body.Get("temperature") is { } temperature ? AnyParameters.Real(temperature) : null,
            TopP = body.Get("top_p") is { } topP ? AnyParameters.Real(topP) : null,
            MaxTokens = body.Get("max_tokens") is { } limit ? AnyParameters.Limit(limit) : null,
            Stop = body.Get("stop_sequences") is { ValueKind: JsonValueKind.Array } stop ? AnyParameters.Texts(stop) : null,
            ToolChoice = body.Get("tool_choice") is { } choice ? ReadChoice(choice) : null,
        };

    private static JsonObject WriteParameters(ChatParameters p)
    {
        var body = new JsonObject { ["max_tokens"] = p.MaxTokens ?? DefaultMaxTokens };
        if (p.Temperature is { } temperature)
            body["temperature"] = temperature;
        if (p.TopP is { } topP)
            body["top_p"] = topP;
        if (p.Stop is { Count: > 0 } stop)
            body["stop_sequences"] = new JsonArray([.. stop.Select(word => JsonValue.Create(word))]);
        if (p.ToolChoice is { } choice)
            body["tool_choice"] = WriteChoice(choice);
        return body;
    }

    private static JsonElement ReadChoice(JsonElement choice) =>
        choice.Text("type") switch
        {
            "any" => ChatJson.ToElement("required"),
            "tool" => ChatJson.ToElement(new { type = "function", function = new { name = choice.Text("name") } }),
            var word => ChatJson.ToElement(word ?? "auto"),
        };

    private static JsonObject WriteChoice(JsonElement choice)
    {
        if (choice.Get("function")?.Text("name") is { } name)
            return new JsonObject { ["type"] = "tool", ["name"] = name };
        string word = choice.ValueKind == JsonValueKind.String ? choice.GetString()! : "auto";
        return new JsonObject { ["type"] = word == "required" ? "any" : word };
    }
}
