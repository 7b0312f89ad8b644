using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Traces;

/// <summary>A trace and what the page derives from it once. <see cref="Trace"/> is null where there is none.</summary>
/// <param name="Whole">The trace's row of the list, where <paramref name="Trace"/> holds its first spans only.</param>
public sealed record TraceView(TraceDetail? Trace, TraceSummary? Whole = null)
{
    public IReadOnlyList<WaterfallRow> Rows { get; } = WaterfallRow.Of(Trace?.Spans ?? []);

    public bool TimesKnown => Spans.Any(s => s.StartTime is not null && s.DurationMs is not null);

    /// <summary>Of all spans where they are known, else of those shown.</summary>
    public TraceFigures Figures { get; } =
        Whole is { } row
            ? new TraceFigures(row.SpanCount, row.ErrorCount, row.Tokens, row.CostUsd, row.DurationMs)
            : TraceFigures.Of(Trace?.Spans ?? []);

    /// <summary>The trace has more spans than an answer holds.</summary>
    public static bool IsPart(TraceDetail trace) => trace.SpanCount > trace.Spans.Count;

    public double? TimeToFirstTokenMs =>
        ModelSpans.OrderBy(s => s.StartUnixNano).FirstOrDefault(s => s.TimeToFirstTokenMs is not null)?.TimeToFirstTokenMs;

    /// <summary>What the reader most likely came for: the first error, else the first model call, else the root.</summary>
    public SpanDetail? Default => Spans.FirstOrDefault(TraceFigures.IsError) ?? ModelSpans.FirstOrDefault() ?? Root;

    /// <summary>The user's words that this trace answers, else the root's name.</summary>
    public string? Title
    {
        get
        {
            string? said = ModelSpans.FirstOrDefault()?.Messages.LastOrDefault(m => m.Role == "user")?.Content ?? Root?.Input;
            string? text = string.IsNullOrWhiteSpace(said) ? Root?.Name : said.ReplaceLineEndings(" ").Trim();
            return text is { Length: > 80 } ? text[..(char.IsHighSurrogate(text[79]) ? 79 : 80)] + "…" : text;
        }
    }

    private SpanDetail? Root => Rows is [var first, ..] ? first.Span : null;

    public bool Simulated => Spans.Any(s => s.Simulated);

    private IReadOnlyList<SpanDetail> Spans => Trace?.Spans ?? [];
    private IEnumerable<SpanDetail> ModelSpans => Spans.Where(s => s.Kind is SpanKinds.Model or SpanKinds.Embedding);
}
