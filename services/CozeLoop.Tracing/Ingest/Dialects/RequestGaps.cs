using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Finds what is missing of a request where its messages alone do not show it: texts that were cut, tools and parameters that end
/// in their middle, and a history that only the provider has.</summary>
internal static class RequestGaps
{
    /// <summary>Attributes that hold all parameters together.</summary>
    public static readonly IReadOnlyList<string> Parameters =
    [
        "cozeloop.parameters",
        "llm.invocation_parameters",
        "langfuse.observation.model.parameters",
    ];

    /// <summary>Attributes that hold all tools together.</summary>
    public static readonly IReadOnlyList<string> Tools =
    [
        "cozeloop.tools",
        "gen_ai.tool.definitions",
        "ai.prompt.tools",
        "langfuse.observation.tool_definitions",
    ];
    private static readonly string[] Earlier = ["gen_ai.request.previous_response.id", "gen_ai.request.previous_response_id"];

    private static readonly string[] Sent =
    [
        "llm.input_messages.",
        "llm.tools.",
        "llm.request.functions.",
        "gen_ai.prompt.",
        "gen_ai.input.messages",
        "gen_ai.system_instructions",
        "langfuse.observation.input",
        "ai.prompt",
        "cozeloop.input",
        .. Parameters,
        .. Tools,
    ];

    public static void Note(ChatGaps gaps, IReadOnlyDictionary<string, string> attributes, string input)
    {
        bool isFlat = false;
        foreach (var (key, text) in attributes)
        {
            isFlat |= IsFlat(key);
            if (text.Length == 0)
                continue;
            if (Parameters.Contains(key) || Tools.Contains(key) || key.EndsWith(".tool.json_schema", StringComparison.Ordinal))
                Whole(key, text);
            // Where a conversation is named by a response, the earlier ones are the provider's to know.
            bool isContinued =
                Earlier.Contains(key) || (key == "gen_ai.conversation.id" && text.StartsWith("resp_", StringComparison.Ordinal));
            if (isContinued || (Parameters.Contains(key) && Continues(text)))
                gaps.Add(ChatGaps.Messages, ExclusionReasons.ContentNotRecorded);
        }
        if (!isFlat && Continues(input))
            gaps.Add(ChatGaps.Messages, ExclusionReasons.ContentNotRecorded);
        if (CutText.Limit([.. attributes.Values, input]) is not { } limit)
            return;
        foreach (var (key, text) in attributes)
        {
            if (text.Length == limit && Sent.Any(start => key.StartsWith(start, StringComparison.Ordinal)) && !IsWholeJson(text))
                gaps.Add($"attributes/{key}", ExclusionReasons.ContentCut);
        }
        if (!isFlat && input.Length == limit && !IsWholeJson(input))
            gaps.Add(ChatGaps.Input, ExclusionReasons.ContentCut);

        void Whole(string key, string text)
        {
            if (text.AsSpan().TrimStart() is ['{' or '[', ..] && !IsWholeJson(text))
                gaps.Add(
                    $"attributes/{key}",
                    CutText.IsJson(text, isJson: true) ? ExclusionReasons.ContentCut : ExclusionReasons.ContentUnreadable
                );
        }
    }

    private static bool IsFlat(string key) =>
        key.StartsWith("llm.input_messages.", StringComparison.Ordinal) || key.StartsWith("gen_ai.prompt.", StringComparison.Ordinal);

    /// <summary>Also where it is a list of texts that are JSON themselves, which are cut one by one.</summary>
    private static bool IsWholeJson(string text)
    {
        using var document = JsonText.TryParse(text);
        return document?.RootElement is { } root
            && (
                root.ValueKind != JsonValueKind.Array
                || !root.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && CutText.IsJson(JsonText.Plain(item)))
            );
    }

    // The Responses API goes on from an answer, or a conversation, that it keeps.
    private static bool Continues(string text)
    {
        if (
            !text.Contains("previous_response_id", StringComparison.Ordinal) && !text.Contains("\"conversation\"", StringComparison.Ordinal)
        )
            return false;
        using var document = JsonText.TryParse(text);
        return document?.RootElement is { } root
            && (root.Get("previous_response_id") ?? (root.Get("model") is null ? null : root.Get("conversation"))) is not null;
    }
}
