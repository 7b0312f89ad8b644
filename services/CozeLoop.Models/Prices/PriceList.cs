using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Prices;

/// <summary>The price rows that come with the product, from <c>prices.json</c>. No start is known of them, so they hold from 1970
/// on.</summary>
internal static class PriceList
{
    public static IReadOnlyList<PriceRow> Rows { get; } = Read();

    /// <summary>The first row whose pattern fits the model and which is valid at the time (from inclusive, to exclusive).</summary>
    public static PriceRow? Find(IEnumerable<PriceRow> rows, string model, DateTimeOffset at) =>
        rows.FirstOrDefault(row => row.ValidFrom <= at && (row.ValidTo is null || at < row.ValidTo) && Fits(row.Pattern, model));

    /// <summary>The first row of the list whose pattern fits the model. Its rows hold at all times, so the answer is kept: to ask every
    /// pattern takes longer than the rest of a call.</summary>
    public static PriceRow? Find(string model)
    {
        if (Found.Count > MostModels)
            Found.Clear();
        return Found.GetOrAdd(model, static m => Rows.FirstOrDefault(row => Fits(row.Pattern, m)));
    }

    /// <summary>Null when the pattern is a regular expression that runs in linear time.</summary>
    public static string? PatternError(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Options);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return e.Message;
        }
    }

    // Patterns come from users: an engine without backtracking cannot be made to hang, and pattern and name are short. Not a limit of
    // time, which a busy machine would meet: a price would be known or not by the weather.
    private const int LongestModel = 500;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // Making such an automaton costs a thousand times what asking it does, and every call of a replay asks for all patterns.
    private const int MostPatterns = 10_000;
    private const int MostModels = 10_000;
    private static readonly ConcurrentDictionary<string, PriceRow?> Found = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Regex> Automata = new(StringComparer.Ordinal);

    private static bool Fits(string pattern, string model)
    {
        if (Automata.Count > MostPatterns)
            Automata.Clear();
        if (model.Length > LongestModel)
            return false;
        return Automata.GetOrAdd(pattern, static p => new Regex(p, Options)).IsMatch(model);
    }

    private static List<PriceRow> Read()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("CozeLoop.Models.Prices.prices.json")!;
        var file = JsonSerializer.Deserialize<PriceFile>(stream, Json.Compact)!;
        return
        [
            .. file.Rows.Select(r => new PriceRow(
                r.Id,
                r.Pattern,
                DateTimeOffset.UnixEpoch,
                null,
                PerToken(r.Input),
                PerToken(r.Output),
                PerToken(r.CacheRead),
                PerToken(r.CacheWrite),
                null,
                file.Source
            )),
        ];
    }

    private static decimal? PerToken(decimal? perMillion) => perMillion / 1_000_000;

    private sealed record PriceFile(string Source, IReadOnlyList<FileRow> Rows);

    private sealed record FileRow(string Id, string Pattern, decimal? Input, decimal? Output, decimal? CacheRead, decimal? CacheWrite);
}
