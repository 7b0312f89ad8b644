using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Chat.Providers;

/// <summary>
/// Gemini's generateContent (https://ai.google.dev/api/generate-content), both ways. The model stands in the address and not in the body:
/// a request that was read has none. Contents of one role that follow each other are one, function declarations are in one list, the old
/// role <c>function</c> is the user's, and the system instruction has its name in camel case; a request that was read and not changed is
/// otherwise written as it came.
/// </summary>
public static class GeminiContents
{
    public const string Form = "gemini.generateContent";

    private static readonly HashSet<string> Own = ["contents", "systemInstruction", "system_instruction", "tools"];
    private static readonly HashSet<string> Known = ["generationConfig", "generation_config", "toolConfig", "tool_config"];

    public static ChatRequest ReadRequest(JsonElement body)
    {
        IEnumerable<ChatMessage> system = body.Either("systemInstruction") is { } instruction ? [KeptSystem(instruction)] : [];
        return new ChatRequest(
            "",
            [.. system, .. body.Items("contents").SelectMany(Turn)],
            [.. body.Items("tools").SelectMany(GeminiTools.Read)],
            OriginalBodies.Keep(Form, body, Own, GeminiConfig.Read, GeminiConfig.Write)
        );
    }

    public static JsonObject WriteRequest(ChatRequest request)
    {
        var body = new JsonObject { ["contents"] = Turns([.. request.Messages.Where(m => !IsSystem(m))]) };
        if (System([.. request.Messages.Where(IsSystem)]) is { } system)
            body["systemInstruction"] = system;
        if (request.Tools.Count > 0)
            body["tools"] = GeminiTools.Write(request.Tools);
        foreach (var (name, value) in OriginalBodies.Write(Form, request.Parameters, Known, GeminiConfig.Read, GeminiConfig.Write))
            body[name] = value?.DeepClone();
        return body;
    }

    /// <summary>Reads a whole answer, of which only the first candidate counts.</summary>
    public static ChatAnswer ReadAnswer(JsonElement body)
    {
        var candidate = body.Items("candidates").FirstOrDefault();
        var draft = new MessageDraft();
        foreach (var part in candidate.Get("content")?.Items("parts") ?? [])
            GeminiParts.Add(draft, part);
        string? reason = ReadFinishReason(
            candidate.Either("finishReason")?.ToString() ?? body.Either("promptFeedback")?.Either("blockReason")?.ToString()
        );
        reason = reason == FinishReason.Stop && draft.HasCalls ? FinishReason.ToolCalls : reason;
        return new ChatAnswer(draft.ToAnswer(reason), ReadUsage(body.Either("usageMetadata")));
    }

    public static string? ReadFinishReason(string? reason) =>
        reason switch
        {
            "STOP" => FinishReason.Stop,
            "MAX_TOKENS" => FinishReason.Length,
            "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" => FinishReason.ContentFilter,
            _ => reason,
        };

    public static TokenUsage ReadUsage(JsonElement? usage) =>
        usage is { } counted ? Reported("usage", counted)?.Split().Tokens ?? new TokenUsage() : new TokenUsage();

    /// <summary>The prompt contains the cached tokens; the candidates do not contain the thoughts, so those are added before they are
    /// taken out again.</summary>
    internal static ReportedUsage? Reported(string name, JsonElement usage)
    {
        long? thoughts = TokenCount.In(usage, "thoughtsTokenCount", "thoughts_token_count"),
            tools = TokenCount.In(usage, "toolUsePromptTokenCount", "tool_use_prompt_token_count");
        return ReportedUsage.Of(
            name,
            false,
            TokenCount.In(usage, "promptTokenCount", "prompt_token_count") + (tools ?? 0),
            TokenCount.In(usage, "candidatesTokenCount", "candidates_token_count") + (thoughts ?? 0),
            TokenCount.In(usage, "cachedContentTokenCount", "cached_content_token_count"),
            null,
            thoughts
        );
    }

    private static bool IsSystem(ChatMessage message) => ChatRoles.IsInstruction(message.Role);

    private static ChatMessage KeptSystem(JsonElement instruction)
    {
        var message = ReadSystem(instruction);
        return message with { Original = Original.Keep(Form, instruction, WriteSystem(message.Content)) };
    }

    private static ChatMessage ReadSystem(JsonElement instruction) =>
        GeminiParts.Read(ChatRoles.System, instruction.Get("parts") ?? default) with
        {
            Parts = null,
        };

    private static JsonNode? System(IReadOnlyList<ChatMessage> messages)
    {
        if (messages.Count == 0)
            return null;
        return messages is [{ Original: { } original } only] && original.For(Form, only, ReadSystem) is { } same
            ? same.ToNode()
            : WriteSystem(string.Join("\n\n", messages.Select(m => m.Content)));
    }

    private static JsonObject WriteSystem(string? text) => new() { ["parts"] = new JsonArray(new JsonObject { ["text"] = text ?? "" }) };

    /// <summary>A content of theirs is one message of ours for each function's response in it, and one for what stands between.</summary>
    private static IEnumerable<ChatMessage> Turn(JsonElement turn)
    {
        string role = turn.Text("role") == "model" ? ChatRoles.Assistant : ChatRoles.User;
        return turn.Items("parts")
            .InGroups(part => part.Either("functionResponse") is not null)
            .Select(parts => Kept(parts[0].Either("functionResponse") is null ? role : ChatRoles.Tool, ChatJson.ToElement(parts)));
    }

    private static ChatMessage Kept(string role, JsonElement parts)
    {
        var message = GeminiParts.Read(role, parts);
        return message with { Original = Original.Keep(Form, parts, new JsonArray([.. GeminiParts.Write(message, null)])) };
    }

    private static JsonArray Turns(IReadOnlyList<ChatMessage> messages)
    {
        // A response names its function; a result of ours may only have its call's id.
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var contents = new JsonArray();
        foreach (var run in messages.InRuns(m => m.Role == ChatRoles.Assistant ? "model" : "user"))
        {
            var parts = new JsonArray();
            foreach (var message in run)
            {
                foreach (var call in message.ToolCalls ?? [])
                    names[call.Id ?? ""] = call.Name;
                foreach (var part in Pieces(message, names.GetValueOrDefault(message.ToolCallId ?? "")))
                    parts.Add(part);
            }
            contents.Add(new JsonObject { ["role"] = run[0].Role == ChatRoles.Assistant ? "model" : "user", ["parts"] = parts });
        }
        return contents;
    }

    private static IEnumerable<JsonNode?> Pieces(ChatMessage message, string? function) =>
        message.Original?.For(Form, message, json => GeminiParts.Read(message.Role, json)) is { } parts
            ? parts.EnumerateArray().Select(p => p.ToNode())
            : GeminiParts.Write(message, function);
}
