using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Runs.Calls;

/// <summary>What a model's result means for the experiment.</summary>
internal abstract record CallVerdict
{
    private CallVerdict() { }

    public sealed record Answer : CallVerdict;

    /// <summary>The model failed the task: the worst score.</summary>
    public sealed record WorstScore(string Cause) : CallVerdict;

    /// <summary>No whole answer of the model's own: missing, by its cause.</summary>
    public sealed record Missing(string Cause) : CallVerdict;

    /// <summary>The provider's fault: the call waits for it to come back.</summary>
    public sealed record ProviderFault(string Cause, string Message) : CallVerdict;

    public static CallVerdict Of(ModelCallResult result) =>
        result switch
        {
            { Failure: { Cause: FailureCauses.Refused } f } => new WorstScore(f.Cause),
            { Failure: { } f } when IsOfProvider(f.Cause) => new ProviderFault(f.Cause, f.Message),
            { Failure: { Retryable: true } f } => new ProviderFault(f.Cause, f.Message),
            { Failure: { } f } => new Missing(f.Cause),
            { Message: null } => new WorstScore(CallCauses.Empty),
            // The limit cut it, and not the model: how good the whole answer would have been is not known.
            { Message.FinishReason: var reason } when FinishReason.IsCutOff(reason) => new Missing(FailureCauses.Truncated),
            { Message.FinishReason: var reason } when FinishReason.IsRefusal(reason) => new WorstScore(FailureCauses.Refused),
            { Message: { Content: null or "", ToolCalls: null or { Count: 0 } } } => new WorstScore(CallCauses.Empty),
            _ => new Answer(),
        };

    private static bool IsOfProvider(string cause) =>
        cause
            is FailureCauses.Unreachable
                or FailureCauses.Timeout
                or FailureCauses.RateLimited
                or FailureCauses.Unauthorized
                or FailureCauses.ProviderError
                or FailureCauses.Interrupted;
}
