using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Runs;

/// <summary>What a model's result means for the experiment.</summary>
internal abstract record CallVerdict
{
    private CallVerdict() { }

    public sealed record Answer : CallVerdict;

    /// <summary>The model failed the task: the worst score.</summary>
    public sealed record WorstScore(string Cause) : CallVerdict;

    /// <summary>No answer of the model's own: missing, by its cause.</summary>
    public sealed record Missing(string Cause) : CallVerdict;

    /// <summary>The provider's fault: the call waits for it to come back.</summary>
    public sealed record ProviderFault(string Cause, string Message) : CallVerdict;

    public static CallVerdict Of(ModelCallResult result) =>
        result switch
        {
            { Failure: { Cause: "refused" or "truncated" } f } => new WorstScore(f.Cause),
            { Failure: { Cause: "unreachable" or "timeout" or "rate_limited" or "unauthorized" or "provider_error" or "interrupted" } f } =>
                new ProviderFault(f.Cause, f.Message),
            { Failure: { Retryable: true } f } => new ProviderFault(f.Cause, f.Message),
            { Failure: { } f } => new Missing(f.Cause),
            { Message: null } => new WorstScore("empty"),
            { Message.FinishReason: "length" or "max_tokens" } => new WorstScore("truncated"),
            { Message.FinishReason: "content_filter" or "refusal" } => new WorstScore("refused"),
            { Message: { Content: null or "", ToolCalls: null or { Count: 0 } } } => new WorstScore("empty"),
            _ => new Answer(),
        };
}
