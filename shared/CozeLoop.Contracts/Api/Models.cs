using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>A connection to a model provider. Its key never comes back.</summary>
/// <param name="Id">Names it in paths; so does its name.</param>
/// <param name="Name">Unique in the workspace, case ignored; the first part of a model's name at the gateway.</param>
/// <param name="Provider"><c>openai | anthropic | simulated</c>.</param>
/// <param name="BaseUrl">Where the provider's API is; null for its own address.</param>
/// <param name="HasKey">Whether a key is stored.</param>
/// <param name="Models">Names of the models that it serves; a test uses the first.</param>
/// <param name="Simulated">Its answers do not come from a real model.</param>
/// <param name="CreatedAt">When it was added.</param>
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

/// <summary>Body of <c>POST /api/v1/models</c>.</summary>
/// <param name="Name">Unique in the workspace, case ignored.</param>
/// <param name="Provider"><c>openai | anthropic | simulated</c>.</param>
/// <param name="BaseUrl">Where the provider's API is; null for its own address.</param>
/// <param name="ApiKey">Stored encrypted and never shown again; null where the provider needs none.</param>
/// <param name="Models">Names of models that it serves; null for none yet.</param>
public sealed record CreateConnection(string Name, string Provider, string? BaseUrl, string? ApiKey, IReadOnlyList<string>? Models);

/// <summary>Body of <c>PUT /api/v1/models/{id}/key</c>.</summary>
/// <param name="ApiKey">Stored encrypted and never shown again. Null or empty: the connection has no key from now on.</param>
public sealed record ReplaceConnectionKey(string? ApiKey);

/// <summary>What a connection answered to one tiny prompt.</summary>
/// <param name="Ok">The model answered.</param>
/// <param name="LatencyMs">From the request to the end of the answer, in milliseconds.</param>
/// <param name="Model">The model that was asked; null where the connection names none.</param>
/// <param name="Answer">What it said; null where it failed.</param>
/// <param name="ErrorCode">Why it failed, as a stable word; null where it answered.</param>
/// <param name="Error">Why it failed, in a sentence; null where it answered.</param>
public sealed record ConnectionTest(bool Ok, double LatencyMs, string? Model, string? Answer, string? ErrorCode, string? Error);

/// <summary>What the tokens of some models cost in a period.</summary>
/// <param name="Id">Names the row.</param>
/// <param name="Pattern">Regular expression on the model's name, case ignored.</param>
/// <param name="ValidFrom">Inclusive.</param>
/// <param name="ValidTo">Exclusive; null for no end.</param>
/// <param name="Input">US dollars for an input token that is not cached; null is unknown.</param>
/// <param name="Output">US dollars for an output token; null is unknown.</param>
/// <param name="CacheRead">US dollars for an input token read from the provider's cache; null is unknown.</param>
/// <param name="CacheWrite">US dollars for an input token written to the provider's cache; null is unknown.</param>
/// <param name="Reasoning">US dollars for a reasoning token; null is unknown.</param>
/// <param name="Source">Where the price comes from.</param>
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

/// <summary>Body of <c>POST /api/v1/prices</c>.</summary>
/// <param name="Pattern">Regular expression on the model's name, case ignored; no lookarounds or back-references.</param>
/// <param name="ValidFrom">Inclusive; default: now.</param>
/// <param name="ValidTo">Exclusive; default: no end.</param>
/// <param name="Input">US dollars for an input token that is not cached, 0 to 1; null is unknown.</param>
/// <param name="Output">US dollars for an output token, 0 to 1; null is unknown.</param>
/// <param name="CacheRead">US dollars for an input token read from the provider's cache, 0 to 1; null is unknown.</param>
/// <param name="CacheWrite">US dollars for an input token written to the provider's cache, 0 to 1; null is unknown.</param>
/// <param name="Reasoning">US dollars for a reasoning token, 0 to 1; null is unknown.</param>
/// <param name="Source">Where the price comes from; at most 500 characters.</param>
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

/// <param name="Cause"><c>unreachable | timeout | rate_limited | unauthorized | context_length | refused | truncated |
/// model_not_found | endpoint_not_found | invalid_request | provider_error | interrupted | offline_miss | cancelled</c>.</param>
/// <param name="Retryable">The model may be back later: a run pauses rather than records it as an answer.</param>
public sealed record ModelCallFailure(string Cause, string Message, bool Retryable, int? Status, string? ProviderCode);
