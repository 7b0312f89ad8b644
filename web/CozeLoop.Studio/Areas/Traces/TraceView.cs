using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Traces;

/// <summary>A trace and what the page derives from it once. <see cref="Trace"/> is null where there is none.</summary>
public sealed record TraceView(TraceDetail? Trace)
{
    public IReadOnlyList<WaterfallRow> Rows { get; } = WaterfallRow.Of(Trace?.Spans ?? []);

    public bool TimesKnown => Spans.Any(s => s.StartTime is not null && s.DurationMs is not null);

    public TraceFigures Figures { get; } = TraceFigures.Of(Trace?.Spans ?? []);

    public double? TimeToFirstTokenMs => ModelSpans.OrderBy(s => s.StartUnixNano).FirstOrDefault(s => s.TimeToFirstTokenMs is not null)?.TimeToFirstTokenMs;

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
    private IEnumerable<SpanDetail> ModelSpans => Spans.Where(s => s.Kind is "model" or "embedding");
}
