using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Overview;

public partial class OverviewPage
{
    /// <summary>
    /// Prompts are read one by one for their promotions; more than these would slow the page. Those in production and those that changed
    /// last come first.
    /// </summary>
    private const int PromptsShown = 12;

    private LoadState<OverviewView> _view = new();
    private TimeRange? _loadedRange;
    private string? _shownChart;

    [SupplyParameterFromQuery(Name = "chart")]
    public string? ChartName { get; set; }

    private string Measure => MeasureChart.Measures.Contains(ChartName) ? ChartName! : MeasureChart.Measures[0];

    /// <summary>Another measure of the same range needs nothing new.</summary>
    protected override async Task LoadAsync(CancellationToken ct)
    {
        bool onlyMeasure = _shownChart != ChartName && _loadedRange == Range && _view.Value is not null;
        _shownChart = ChartName;
        if (onlyMeasure)
            return;
        var (from, to) = Range.At(Viewer.Now);
        _view = await LoadState.OfAsync(() => ReadAsync(from, to, ct));
        _loadedRange = Range;
    }

    private async Task<OverviewView> ReadAsync(DateTimeOffset from, DateTimeOffset? to, CancellationToken ct)
    {
        var traces = TrafficHistory.ReadAsync(Clients.Tracing, null, from, to, ct);
        var before =
            Range.Name == TimeRange.All ? null : Clients.Tracing.HistogramAsync(null, from - ((to ?? Viewer.Now) - from), from, ct);
        var latest = Clients.Tracing.ListTracesAsync(null, DateTimeOffset.UnixEpoch, null, 1, ct: ct);
        var sample = Clients.Tracing.ListTracesAsync(SampleBanner.Query, DateTimeOffset.UnixEpoch, null, 1, ct: ct);
        var replays = Clients.Replays.ListAsync(ct: ct);
        var prompts = PromptsAsync(ct);
        return new OverviewView
        {
            Traces = await traces,
            Before = before is null ? null : await before,
            Latest = (await latest).Items is [var newest, ..] ? newest.StartTime ?? newest.ImportedTime : null,
            HasSample = (await sample).Items.Count > 0,
            Replays = (await replays).Items,
            Prompts = await prompts,
        };
    }

    private async Task<IReadOnlyList<Prompt>> PromptsAsync(CancellationToken ct)
    {
        var every = await Clients.Prompts.ListAllAsync(ct);
        var first = every.Items.OrderByDescending(p => p.Labels.ContainsKey("production")).ThenByDescending(p => p.UpdatedAt);
        var read = await Task.WhenAll(first.Take(PromptsShown).Select(p => Clients.Prompts.FindAsync(p.Key, ct)));
        return [.. read.OfType<Prompt>()];
    }
}
