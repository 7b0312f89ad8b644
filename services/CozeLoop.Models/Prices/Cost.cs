using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Prices;

/// <summary>Cost = tokens × the price row of their kind, in US dollars.</summary>
internal static class Cost
{
    /// <summary>
    /// Null where any kind that has tokens has no price, or nothing was counted: unknown is never 0. Reasoning tokens cost what output
    /// tokens do where the row has no rate of their own; audio tokens have no rate in a row.
    /// </summary>
    public static decimal? Of(TokenUsage usage, PriceRow row)
    {
        (long? Tokens, decimal? Price)[] kinds =
        [
            (usage.Input, row.Input),
            (usage.Output, row.Output),
            (usage.CacheRead, row.CacheRead),
            (usage.CacheWrite, row.CacheWrite),
            (usage.Reasoning, row.Reasoning ?? row.Output),
            (usage.Audio, null),
        ];
        if (usage.Input is null || usage.Output is null || kinds.Any(k => k.Tokens > 0 && k.Price is null))
            return null;
        return kinds.Sum(k => (k.Tokens ?? 0) * (k.Price ?? 0));
    }
}
