using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers;

/// <summary>What became of one call to a provider.</summary>
internal abstract record ProviderOutcome
{
    private ProviderOutcome() { }

    /// <param name="FirstTokenMs">From the request to the first piece of text, reasoning or tool call; null where the answer came in one
    /// piece.</param>
    public sealed record Answered(ChatMessage Message, TokenUsage Usage, double? FirstTokenMs) : ProviderOutcome;

    public sealed record Failed(ModelCallFailure Failure) : ProviderOutcome
    {
        /// <summary>Nothing was bought and another try soon may succeed.</summary>
        public bool Transient { get; init; }

        /// <summary>The provider's own wish.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    public static Failed Fail(string cause, string message, bool retryable, int? status = null, string? code = null) =>
        new(new ModelCallFailure(cause, message, retryable, status, code));
}
