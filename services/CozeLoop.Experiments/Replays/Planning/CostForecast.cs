using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>What the calls will cost by the recorded token counts and the price in force; unknown where either is.</summary>
internal static class CostForecast
{
    /// <returns>US dollars for one call of each span, on average; null where a price or every count is unknown.</returns>
    public static decimal? PerCall(IReadOnlyList<SpanDetail> spans, IReadOnlyList<PriceRow> prices, DateTimeOffset now)
    {
        var price = prices
            .Where(p => p.ValidFrom <= now && (p.ValidTo is null || p.ValidTo > now))
            .OrderByDescending(p => p.ValidFrom)
            .FirstOrDefault();
        if (price is not { Input: { } input, Output: { } output })
            return null;
        decimal[] costs =
        [
            .. spans.Where(s => s.Tokens is { Input: not null, Output: not null }).Select(s => CostOf(s, price, input, output)),
        ];
        return costs.Length == 0 ? null : costs.Average();
    }

    // Reasoning is bought as output, and cached input at the full price: a forecast may be too high, not too low.
    private static decimal CostOf(SpanDetail s, PriceRow price, decimal input, decimal output) =>
        ((s.Tokens.Input ?? 0) + (s.Tokens.CacheRead ?? 0) + (s.Tokens.CacheWrite ?? 0)) * input
        + (s.Tokens.Output ?? 0) * output
        + (s.Tokens.Reasoning ?? 0) * (price.Reasoning ?? output);
}
