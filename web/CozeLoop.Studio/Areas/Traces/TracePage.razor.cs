using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Traces;

public partial class TracePage
{
    private static readonly string[] Tabs = ["Transcript", "Tree", "Raw"];
    private static readonly JsonSerializerOptions Indented = new(Json.Compact) { WriteIndented = true };

    // A page lives in the server's memory: what is longer comes with its beginning.
    private const int MaxContentBytes = 4 << 20;

    private LoadState<TraceView> _trace = new();
    private string? _loadedId;

    [Parameter]
    public required string TraceId { get; set; }

    /// <summary>The selected span.</summary>
    [SupplyParameterFromQuery(Name = "span")]
    public string? SpanId { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? TabName { get; set; }

    private string Tab => Tabs.Contains(TabName) ? TabName! : Tabs[0];
    private SpanDetail? Selected =>
        _trace.Value is not { } view ? null : view.Trace?.Spans.FirstOrDefault(s => s.SpanId == SpanId) ?? view.Default;
    private string Title => _trace.Value?.Title ?? TraceId;
    private string RawJson => Selected is null ? "" : JsonSerializer.Serialize(Selected, Indented);

    /// <summary>Another tab or span of the same trace needs nothing new.</summary>
    protected override async Task LoadAsync(CancellationToken ct)
    {
        if (_loadedId == TraceId && _trace.Value is not null)
            return;
        _trace = new();
        _trace = await LoadState.OfAsync(() => ReadAsync(ct));
        _loadedId = TraceId;
    }

    /// <summary>Of a trace that is too long for a page the list's row has the figures.</summary>
    private async Task<TraceView> ReadAsync(CancellationToken ct)
    {
        var trace = await Clients.Tracing.FindTraceAsync(TraceId, MaxContentBytes, ct);
        if (trace is null || !TraceView.IsPart(trace))
            return new TraceView(trace);
        string q = QueryChips.Term("trace", TraceId);
        var listed = await LoadState.OfAsync(() => Clients.Tracing.ListTracesAsync(q, DateTimeOffset.UnixEpoch, null, 1, ct: ct));
        return new TraceView(trace, listed.Value?.Items is [var row] ? row : null);
    }

    private void Select(SpanDetail span) => Navigation.NavigateTo(Here("span", span.SpanId), replace: true);

    private void Step(int by)
    {
        if (_trace.Value is not { Rows: { Count: > 0 } rows } || Selected is null)
            return;
        int at = rows.TakeWhile(r => r.Span.SpanId != Selected.SpanId).Count();
        Select(rows[Math.Clamp(at + by, 0, rows.Count - 1)].Span);
    }

    private string Here(string name, string? value) => Navigation.GetUriWithQueryParameter(name, value);

    private static string ReplayLink(TraceView view) =>
        view.Trace?.SessionId is { Length: > 0 } session
            ? Links.ReplayOfSession(session)
            : $"/replays/new?q={Uri.EscapeDataString(QueryChips.Term("trace", view.Trace!.TraceId))}&range={TimeRange.All}";
}
