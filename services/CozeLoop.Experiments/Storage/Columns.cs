using System.Text.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Experiments.Storage;

/// <summary>How values stand in columns: documents as compact JSON, money in whole billionths of a dollar (sums stay
/// exact).</summary>
internal static class Columns
{
    public static string ToJson<T>(T value) => JsonSerializer.Serialize(value, Json.Compact);

    public static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, Json.Compact)!;

    public static T? FromJsonOrNull<T>(string? json)
        where T : class => json is null ? null : FromJson<T>(json);

    /// <summary>Most that one amount may be, in dollars: of a provider that counts more tokens than that, what it cost is not
    /// known.</summary>
    public const decimal MostUsd = 1_000_000;

    /// <summary>Most of a provider's words that is kept: enough for any sentence, and no page of a proxy.</summary>
    private const int MostWords = 500;

    /// <summary>What a provider said, bounded; null where it said nothing.</summary>
    public static string? Words(string? said)
    {
        string words = (said ?? "").Trim();
        if (words.Length <= MostWords)
            return words.Length == 0 ? null : words;
        // Not between the halves of a character.
        int end = char.IsHighSurrogate(words[MostWords - 2]) ? MostWords - 2 : MostWords - 1;
        return words[..end] + "…";
    }

    public static long? ToNano(decimal? usd) =>
        usd is { } value and >= -MostUsd and <= MostUsd ? (long)decimal.Round(value * 1_000_000_000m) : null;

    public static decimal? FromNano(long? nano) => nano is { } value ? value / 1_000_000_000m : null;
}
