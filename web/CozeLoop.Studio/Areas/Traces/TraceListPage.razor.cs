using System.Diagnostics;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Traces;

public partial class TraceListPage
{
    private static readonly string[] Fields = ["model", "prompt", "environment"];

    private LoadState<Page<TraceSummary>> _page = new();
    private LoadState<TraceHistogram> _histogram = new();
    private LoadState<IReadOnlyList<Facet>> _facets = new();
    private long _tookMs;

    /// <summary>The query bar's text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    /// <summary>How many traces match: the list's own total, else the chart's sum.</summary>
    private long? Found => _page.Value?.Total ?? _histogram.Value?.Totals.Traces;

    /// <summary>The wizard takes the calls of just these traces: its own terms would have to hold for one call.</summary>
    private string ReplayLink => Range.Link("/replays/new" + (Q is null ? "" : "?match=trace&q=" + Uri.EscapeDataString(Q)));

    protected override async Task LoadAsync(CancellationToken ct)
    {
        var (from, to) = Range.At(Viewer.Now);
        await Task.WhenAll(ListAsync(from, to, ct), ChartAsync(from, to, ct));
        _facets = await LoadState.OfAsync(() => FacetsAsync(from, to, ct));
        if (IsLive && CanFollow)
            await FollowAsync(from, ct);
    }

    private async Task ListAsync(DateTimeOffset from, DateTimeOffset? to, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        _page = await LoadState.OfAsync(() => Clients.Tracing.ListTracesAsync(Q, from, to, ct: ct));
        _news = 0;
        _tookMs = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        StateHasChanged();
    }

    private async Task ChartAsync(DateTimeOffset from, DateTimeOffset? to, CancellationToken ct)
    {
        _histogram = await LoadState.OfAsync(() => TrafficHistory.ReadAsync(Clients.Tracing, Q, from, to, ct));
        StateHasChanged();
    }

    /// <summary>The fixed fields, then the scores that the listed traces carry: nothing lists all score names.</summary>
    private async Task<IReadOnlyList<Facet>> FacetsAsync(DateTimeOffset from, DateTimeOffset? to, CancellationToken ct)
    {
        var scores = (_page.Value?.Items ?? []).SelectMany(t => t.Scores).Select(s => "score." + s.Name).Distinct().Take(3);
        return await Task.WhenAll(Fields.Concat(scores).Select(f => Clients.Tracing.FacetAsync(f, Q, from, to, ct)));
    }

    private Task<LoadState<Page<TraceSummary>>> MoreAsync(string cursor)
    {
        var ct = Aborted;
        var (from, to) = Range.At(Viewer.Now);
        return LoadState.OfAsync(() => Clients.Tracing.ListTracesAsync(Q, from, to, cursor: cursor, ct: ct));
    }

    private void Search(string query) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", query.Length == 0 ? null : query));

    private void Zoom(TimeRange range) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(range.ToQuery()));

    private string FacetTitle(string field) =>
        field.StartsWith("score.", StringComparison.Ordinal) ? T["ScoreFacet", field["score.".Length..]] : T["Facet " + field];
}
