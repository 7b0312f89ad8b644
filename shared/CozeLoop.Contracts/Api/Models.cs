using CozeLoop.Contracts.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>A connection to a model provider. The key never comes back; <see cref="HasKey"/> says whether one is stored.</summary>
/// <param name="Provider"><c>openai | anthropic | simulated</c>.</param>
public sealed record ModelConnection(
    string Id,
    string Name,
    string Provider,
    string? BaseUrl,
    bool HasKey,
    IReadOnlyList<string> Models,
    bool Simulated,
    DateTimeOffset CreatedAt
);

public sealed record CreateConnection(string Name, string Provider, string? BaseUrl, string? ApiKey, IReadOnlyList<string>? Models);

/// <param name="ApiKey">Null or empty: the connection has no key from now on.</param>
public sealed record ReplaceConnectionKey(string? ApiKey);

public sealed record ConnectionTest(bool Ok, double LatencyMs, string? Model, string? Answer, string? ErrorCode, string? Error);

/// <summary>Price of a token kind set in US dollars per token, valid from a date on. Null is unknown.</summary>
public sealed record PriceRow(
    string Id,
    string Pattern,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    decimal? Input,
    decimal? Output,
    decimal? CacheRead,
    decimal? CacheWrite,
    decimal? Reasoning,
    string Source
);

/// <summary>Body of <c>POST /prices</c>: US dollars per token. Null is unknown.</summary>
/// <param name="Pattern">Regular expression on the model's name, case ignored; no lookarounds or back-references.</param>
/// <param name="ValidFrom">Inclusive; default: now.</param>
/// <param name="ValidTo">Exclusive; default: no end.</param>
public sealed record CreatePrice(
    string Pattern,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidTo,
    decimal? Input,
    decimal? Output,
    decimal? CacheRead,
    decimal? CacheWrite,
    decimal? Reasoning,
    string? Source
);

/// <summary>Internal: one call to make, and what its span is to say. The same content key is never bought twice.</summary>
public sealed record ModelCallRequest
{
    public required string Connection { get; init; }
    public required string Model { get; init; }
    public required IReadOnlyList<ChatMessage> Messages { get; init; }
    public IReadOnlyList<ChatTool> Tools { get; init; } = [];
    public ChatParameters Parameters { get; init; } = new();

    /// <summary>Another index buys another answer to the same content.</summary>
    public int SampleIndex { get; init; }

    /// <summary>Fail with <c>offline_miss</c> instead of calling.</summary>
    public bool Offline { get; init; }
    public required SpanContextInfo Span { get; init; }
}

/// <summary>Identity and context of the span that Models records for a call. A fixed span id makes a repeated call replace its
/// span.</summary>
public sealed record SpanContextInfo(string TraceId, string SpanId, string? ParentSpanId, string Name, string Environment)
{
    public SpanRef? ReplayOf { get; init; }
    public string? RunId { get; init; }
    public string? Arm { get; init; }
    public string? PromptKey { get; init; }
    public int? PromptVersion { get; init; }
    public string? SessionId { get; init; }
}

/// <summary>Either <see cref="Message"/> or <see cref="Failure"/>. <see cref="Cached"/> answers support no verdict on latency or
/// cost.</summary>
public sealed record ModelCallResult
{
    public ChatMessage? Message { get; init; }
    public TokenUsage Usage { get; init; } = new();
    public decimal? CostUsd { get; init; }
    public string? PriceRowId { get; init; }
    public double LatencyMs { get; init; }
    public double? TimeToFirstTokenMs { get; init; }
    public bool Cached { get; init; }
    public bool Simulated { get; init; }

    /// <summary>An earlier try of this call was begun and its outcome never recorded (the process died): it may have been paid for twice.
    /// Told to the requester of that span only.</summary>
    public bool OutcomeWasUnknown { get; init; }
    public string ContentKey { get; init; } = "";
    public ModelCallFailure? Failure { get; init; }
}

/// <param name="Cause"><c>unreachable | timeout | rate_limited | unauthorized | context_length | refused | truncated | invalid_request |
/// provider_error | interrupted | offline_miss</c>.</param>
/// <param name="Retryable">The model may be back later: a run pauses rather than records it as an answer.</param>
public sealed record ModelCallFailure(string Cause, string Message, bool Retryable, int? Status, string? ProviderCode);
