using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Chat.Reading;

/// <summary>What messages travel in: a request, an answer, a choice of one.</summary>
/// <param name="Contents">Where the messages are, in order.</param>
/// <param name="System">The instruction beside them.</param>
internal sealed record Envelope(IReadOnlyList<JsonElement> Contents, JsonElement? System = null, string? FinishReason = null)
{
    /// <summary>Null where the object is none.</summary>
    public static Envelope? Of(JsonElement value)
    {
        // Google's: https://ai.google.dev/api/generate-content
        if (value.Get("contents") is { } contents)
            return new([contents], SystemOf(value));
        if (List(value, "candidates") is { } candidates)
            return new([candidates]);
        if (List(value, "choices") is { } choices)
            return new([choices]);
        // Chat completions, Anthropic's Messages with its system beside them, and Vercel's, which may have a prompt instead.
        if (List(value, "messages") is { } messages)
            return new([messages, .. Prompt(value)], SystemOf(value));
        if (Prompt(value) is { Length: > 0 } prompt)
            return new(prompt, SystemOf(value));
        // Responses: https://platform.openai.com/docs/api-reference/responses
        if (value.Get("input") is { } input && (value.Get("instructions") ?? value.Get("model")) is not null)
            return new([input], SystemOf(value));
        if (List(value, "output") is { } output)
            return new([output]);
        // LangChain's answers to each of several prompts.
        if (List(value, "generations") is { } generations)
            return new([generations]);
        if (value.Get("message") is { ValueKind: JsonValueKind.Object } message)
            return new([message], null, value.Text("finish_reason"));
        if (value.Get("content") is { ValueKind: JsonValueKind.Object } content && content.Get("parts") is not null)
            return new([content], null, GeminiContents.ReadFinishReason(value.Either("finishReason")?.ToString()));
        return null;
    }

    /// <summary>Each API has its own name for it.</summary>
    public static JsonElement? SystemOf(JsonElement value) =>
        value.Get("instructions")
        ?? value.Get("system")
        ?? value.Either("systemInstruction")
        ?? value.Get("config")?.Either("systemInstruction");

    private static JsonElement? List(JsonElement value, string name) =>
        value.Get(name) is { ValueKind: JsonValueKind.Array } list ? list : null;

    private static JsonElement[] Prompt(JsonElement value) =>
        value.Get("prompt") is { ValueKind: JsonValueKind.String or JsonValueKind.Array } prompt ? [prompt] : [];
}
