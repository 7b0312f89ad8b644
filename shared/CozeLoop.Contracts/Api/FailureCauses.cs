namespace CozeLoop.Contracts.Api;

/// <summary>Why a model call has no answer: <see cref="ModelCallFailure.Cause"/>.</summary>
public static class FailureCauses
{
    /// <summary>No connection to the provider.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The provider did not answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The provider takes no more calls for now.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The provider refused the key.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The messages are too long for the model.</summary>
    public const string ContextLength = "context_length";

    /// <summary>The model or the provider's filter declined to answer.</summary>
    public const string Refused = "refused";

    /// <summary>The answer was cut off at its greatest length.</summary>
    public const string Truncated = "truncated";

    /// <summary>The provider has no such model, or not for this key.</summary>
    public const string ModelNotFound = "model_not_found";

    /// <summary>The connection leads nowhere: its address has no such API, or it was deleted.</summary>
    public const string EndpointNotFound = "endpoint_not_found";

    /// <summary>The provider refused the request as it stands.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The provider failed, or answered what cannot be read.</summary>
    public const string ProviderError = "provider_error";

    /// <summary>The answer broke off.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>The answer is not in the cache, and no call was allowed.</summary>
    public const string OfflineMiss = "offline_miss";

    /// <summary>The run that asked was cancelled: the call was broken off, or not made.</summary>
    public const string Cancelled = "cancelled";
}
