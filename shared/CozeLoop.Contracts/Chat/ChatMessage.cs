using System.Text.Json;

namespace CozeLoop.Contracts.Chat;

/// <summary>
/// The one chat form of the platform, OpenAI's on purpose: role, text or parts, tool calls, reasoning. Every dialect is read into it and
/// every model call is made from it.
/// </summary>
/// <param name="Role"><c>system | developer | user | assistant | tool</c>.</param>
/// <param name="Content">Text; null where an assistant only calls tools.</param>
public sealed record ChatMessage(string Role, string? Content)
{
    public string? Name { get; init; }

    /// <summary>Parts other than plain text (images, audio, files), in OpenAI's part form, untouched.</summary>
    public JsonElement? Parts { get; init; }
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }

    /// <summary>On a tool's message: the call it answers. Ids repeat in real data; pair by position.</summary>
    public string? ToolCallId { get; init; }
    public string? Reasoning { get; init; }
    public string? FinishReason { get; init; }
}

/// <param name="Arguments">The arguments as the model wrote them: JSON text, possibly invalid.</param>
public sealed record ChatToolCall(string? Id, string Name, string Arguments)
{
    // Recordings leave either out.
    public string Name { get; init; } = Name ?? "";
    public string Arguments { get; init; } = Arguments ?? "";
}

/// <summary>A tool a model may call. <paramref name="Parameters"/> is a JSON schema.</summary>
public sealed record ChatTool(string Name, string? Description, JsonElement? Parameters);

/// <summary>Parameters of a call; null means the provider's default and is not sent.</summary>
public sealed record ChatParameters
{
    public double? Temperature { get; init; }
    public double? TopP { get; init; }
    public int? MaxTokens { get; init; }
    public long? Seed { get; init; }
    public IReadOnlyList<string>? Stop { get; init; }
    public double? FrequencyPenalty { get; init; }
    public double? PresencePenalty { get; init; }
    public JsonElement? ResponseFormat { get; init; }
    public JsonElement? ToolChoice { get; init; }
}

/// <summary>Tokens by kind; kinds do not overlap (<c>input</c> excludes the cached ones). A kind that is not known is null, never
/// 0.</summary>
public sealed record TokenUsage
{
    public long? Input { get; init; }
    public long? Output { get; init; }
    public long? CacheRead { get; init; }
    public long? CacheWrite { get; init; }
    public long? Reasoning { get; init; }
    public long? Audio { get; init; }
}
