using System.Text.Json;
using System.Text.Json.Serialization;

namespace CozeLoop.Chat;

/// <summary>
/// A message in the one chat format of the platform, OpenAI's on purpose: every dialect is read into it and every model call is made from
/// it.
/// </summary>
/// <param name="Role"><c>system | developer | user | assistant | tool</c>.</param>
/// <param name="Content">Text; null where an assistant only calls tools.</param>
public sealed record ChatMessage(string Role, string? Content)
{
    /// <summary>Whose message it is, where several speak in one role; null otherwise.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Parts other than plain text (images, audio, files), in OpenAI's format for parts. Where a text does not stand before all others, or
    /// there are several, they hold the texts too, and <c>content</c> only repeats those.
    /// </summary>
    public JsonElement? Parts { get; init; }

    /// <summary>The calls that an assistant asks for; null for none.</summary>
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }

    /// <summary>On a tool's message: the id of the call it answers; where several calls have it, their order decides.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>What the model thought before it answered, as text; null where nothing was told.</summary>
    public string? Reasoning { get; init; }

    /// <summary>
    /// Why the model stopped: one of <see cref="Chat.FinishReason"/>, or a provider's own word that has no counterpart; null where unknown.
    /// </summary>
    public string? FinishReason { get; init; }

    [JsonIgnore]
    public Original? Original { get; init; }
}

/// <summary>A call of a tool that a model asks for.</summary>
/// <param name="Id">The model's id of the call; null where unknown.</param>
public sealed record ChatToolCall(string? Id, string Name, string Arguments)
{
    // Recordings leave either out.
    /// <summary>The tool's name.</summary>
    public string Name { get; init; } = Name ?? "";

    /// <summary>As the model wrote them: JSON text, possibly invalid.</summary>
    public string Arguments { get; init; } = Arguments ?? "";
}

/// <summary>A tool that a model may call.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="Description">What it does, for the model; null where not stated.</param>
/// <param name="Parameters">A JSON schema of its arguments; null where it takes none.</param>
public sealed record ChatTool(string Name, string? Description, JsonElement? Parameters)
{
    [JsonIgnore]
    public Original? Original { get; init; }
}

/// <summary>Parameters of a call; null means the provider's default and is not sent.</summary>
public sealed record ChatParameters
{
    /// <summary>How much chance there is in the choice of tokens, 0 to 2.</summary>
    public double? Temperature { get; init; }

    /// <summary>Share of the likeliest tokens to choose from, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Maximum tokens per answer.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Makes a provider's choices repeatable, as far as it can.</summary>
    public long? Seed { get; init; }

    /// <summary>Texts that end the answer.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Against tokens by how often they occurred, -2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>Against tokens that occurred at all, -2 to 2.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>The format that the answer must have, in OpenAI's notation.</summary>
    public JsonElement? ResponseFormat { get; init; }

    /// <summary>Whether or which tool must be called, in OpenAI's format.</summary>
    public JsonElement? ToolChoice { get; init; }

    [JsonIgnore]
    public Original? Original { get; init; }
}

/// <summary>Tokens by kind; kinds do not overlap. A kind that is not known is null, never 0.</summary>
public sealed record TokenUsage
{
    /// <summary>Tokens read that were not cached.</summary>
    public long? Input { get; init; }

    /// <summary>Tokens written, without the reasoning ones.</summary>
    public long? Output { get; init; }

    /// <summary>Tokens read from the provider's cache.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Tokens written to the provider's cache.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Tokens the model thought with.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Tokens of audio.</summary>
    public long? Audio { get; init; }
}
