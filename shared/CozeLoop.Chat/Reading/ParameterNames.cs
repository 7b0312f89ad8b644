using System.Collections.Frozen;

namespace CozeLoop.Chat.Reading;

/// <summary>The names that providers and SDKs have for the parameters of <see cref="ChatParameters"/>, and for <c>topK</c>.</summary>
public static class ParameterNames
{
    // In order of preference where a call has several for one.
    private static readonly (string Theirs, string Ours)[] Table =
    [
        ("temperature", "temperature"),
        ("top_p", "topP"),
        ("top_k", "topK"),
        ("max_completion_tokens", "maxTokens"),
        ("max_tokens", "maxTokens"),
        ("max_output_tokens", "maxTokens"),
        ("maxOutputTokens", "maxTokens"),
        ("seed", "seed"),
        ("stop", "stop"),
        ("stop_sequences", "stop"),
        ("stopSequences", "stop"),
        ("frequency_penalty", "frequencyPenalty"),
        ("presence_penalty", "presencePenalty"),
        ("response_format", "responseFormat"),
        ("tool_choice", "toolChoice"),
    ];

    private static readonly FrozenDictionary<string, string> Exact = Table.ToFrozenDictionary(n => n.Theirs, n => n.Ours);

    private static readonly FrozenDictionary<string, string[]> Spellings = Table
        .GroupBy(n => n.Ours, n => Plain(n.Theirs))
        .ToFrozenDictionary(g => g.Key, g => g.Distinct().ToArray());

    /// <summary>Our name, or the name as it was called where it is none of these.</summary>
    public static string Ours(string name) => Exact.GetValueOrDefault(name, name);

    /// <summary>All names of ours, plain and in order of preference.</summary>
    internal static IReadOnlyList<string> Of(string ours) => Spellings[ours];

    /// <summary>Without what spellings differ in.</summary>
    internal static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
