using CozeLoop.Chat;

namespace CozeLoop.Testing.FakeModel;

/// <summary>What the server does with one request. Without <see cref="Fault"/> it answers <see cref="Text"/> and
/// <see cref="ToolCalls"/>.</summary>
public sealed record FakeModelAnswer(string? Text)
{
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];
    public string FinishReason { get; init; } = "stop";

    /// <summary>Default: words of the messages, words of the answer.</summary>
    public int? PromptTokens { get; init; }
    public int? CompletionTokens { get; init; }

    /// <summary>Of <see cref="PromptTokens"/>, how many came from the provider's cache.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Before the first byte; <see cref="Timeout.InfiniteTimeSpan"/> for as long as the client stays.</summary>
    public TimeSpan Delay { get; init; }
    public FakeModelFault Fault { get; init; }

    /// <summary>Of a refusing fault; seconds.</summary>
    public int? RetryAfter { get; init; }

    public static FakeModelAnswer Failing(FakeModelFault fault, int? retryAfter = null) =>
        new("This answer is never finished.") { Fault = fault, RetryAfter = retryAfter };
}

public enum FakeModelFault
{
    None,

    /// <summary>429 with Retry-After (1 s unless given).</summary>
    RateLimited,

    /// <summary>500 with OpenAI's error body.</summary>
    ServerError,

    /// <summary>400 <c>context_length_exceeded</c>.</summary>
    ContextLength,

    /// <summary>404 <c>model_not_found</c>.</summary>
    ModelNotFound,

    /// <summary>401 <c>invalid_api_key</c>.</summary>
    Unauthorized,

    /// <summary>The connection is reset before an answer.</summary>
    Reset,

    /// <summary>Half of the answer (of the stream, or of the announced body), then a reset.</summary>
    StopInTheMiddle,
}
