namespace CozeLoop.Chat;

/// <summary>Why a model stopped, in OpenAI's words.</summary>
public static class FinishReason
{
    public const string Stop = "stop",
        Length = "length",
        ToolCalls = "tool_calls",
        ContentFilter = "content_filter";
}
