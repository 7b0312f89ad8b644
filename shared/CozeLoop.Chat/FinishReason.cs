namespace CozeLoop.Chat;

/// <summary>Why a model stopped, in OpenAI's words.</summary>
public static class FinishReason
{
    public const string Stop = "stop",
        Length = "length",
        ToolCalls = "tool_calls",
        ContentFilter = "content_filter";

    // Anthropic's words. Servers that relay it under OpenAI's API pass them on.
    private const string MaxTokens = "max_tokens",
        Refusal = "refusal";

    public static bool IsCutOff(string? reason) => reason is Length or MaxTokens;

    public static bool IsRefusal(string? reason) => reason is ContentFilter or Refusal;
}
