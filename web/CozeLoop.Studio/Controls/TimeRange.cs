using System.Globalization;
using CozeLoop.Contracts.Api;
using Microsoft.AspNetCore.WebUtilities;

namespace CozeLoop.Studio.Controls;

/// <summary>The time range of a page, as the URL says it: a named range that moves with the clock, or a fixed one.</summary>
public sealed record TimeRange(string Name, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    public const string Default = "24h",
        Fixed = "fixed",
        All = "all";
    public static readonly IReadOnlyDictionary<string, TimeSpan> Spans = new Dictionary<string, TimeSpan>
    {
        ["1h"] = TimeSpan.FromHours(1),
        ["24h"] = TimeSpan.FromHours(24),
        ["7d"] = TimeSpan.FromDays(7),
        ["30d"] = TimeSpan.FromDays(30),
    };

    /// <summary>A fixed range wins over a name; what cannot be read counts as absent.</summary>
    public static TimeRange Parse(string? name, string? from, string? to)
    {
        if (Instant(from) is { } start && Instant(to) is { } end && start < end)
            return new(Fixed, start, end);
        return new(name == All || (name is not null && Spans.ContainsKey(name)) ? name : Default);
    }

    public static TimeRange OfUri(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? One(string name) => query.TryGetValue(name, out var values) ? values[0] : null;
        return Parse(One("range"), One("from"), One("to"));
    }

    public static TimeRange Between(DateTimeOffset from, DateTimeOffset to) => new(Fixed, from, to);

    /// <summary>What an import wrote. Its last moment is inside: the API's end is exclusive.</summary>
    public static TimeRange Of(ImportResult result) => Between(result.From, result.To.AddSeconds(1));

    /// <summary>The bounds to ask the API for; "all" starts in 1970. A named range is open at its end, because clients' clocks run
    /// ahead.</summary>
    public (DateTimeOffset From, DateTimeOffset? To) At(DateTimeOffset now) =>
        Name switch
        {
            Fixed => (From!.Value, To!.Value),
            All => (DateTimeOffset.UnixEpoch, null),
            _ => (now - Spans[Name], null),
        };

    /// <summary>The query parameters that say this range; null removes one.</summary>
    public IReadOnlyDictionary<string, object?> ToQuery() =>
        new Dictionary<string, object?>
        {
            ["range"] = Name is Fixed or Default ? null : Name,
            ["from"] = Text(From),
            ["to"] = Text(To),
        };

    /// <summary>The path with this range behind it.</summary>
    public string Link(string path)
    {
        string range = ToQueryText();
        return range.Length == 0 ? path : path + (path.Contains('?') ? '&' : '?') + range;
    }

    /// <summary><c>range=7d</c> or <c>from=…&amp;to=…</c>, to be put behind a link; empty for the default.</summary>
    public string ToQueryText() =>
        string.Join('&', ToQuery().Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString((string)p.Value!)}"));

    private static string? Text(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;
}
