using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CozeLoop.Studio.Controls;

public sealed partial class Chart : IAsyncDisposable
{
    private ElementReference _place;
    private ChartPlot? _built;
    private ChartDrawing? _drawing,
        _shown;
    private IJSObjectReference? _script,
        _chart;
    private DotNetObjectReference<Chart>? _self;
    private bool _isGone;

    [Inject]
    public required IJSRuntime Script { get; init; }

    [Inject]
    public required Viewer Viewer { get; init; }

    /// <summary>Another object is drawn anew; the same one is not sent to the browser again.</summary>
    [Parameter, EditorRequired]
    public required ChartPlot Plot { get; set; }

    /// <summary>What it is a chart of.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>In pixels.</summary>
    [Parameter]
    public int Height { get; set; } = 180;

    /// <summary>Where somebody listens, dragging over slots, or clicking one, asks for just their time.</summary>
    [Parameter]
    public EventCallback<ChartSlot> Zoomed { get; set; }

    private string Spoken => Latest is { } at ? T["ChartLatest", Label, Said(at), _drawing!.Slots[at].Text] : Label;
    private int? Latest =>
        Enumerable.Range(1, Plot.Slots.Count).Select(i => (int?)(Plot.Slots.Count - i)).FirstOrDefault(i => IsMeasured(i!.Value));

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_built, Plot))
            return;
        _built = Plot;
        _drawing = ChartDrawing.Of(Plot, Label, Viewer);
        _drawing = _drawing with { Label = Spoken };
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await OpenAsync();
        if (_chart is null || ReferenceEquals(_shown, _drawing))
            return;
        _shown = _drawing;
        await _chart.InvokeVoidAsync("show", _drawing);
    }

    /// <summary>A page that is left while the script is on its way has nothing to draw on any more.</summary>
    private async Task OpenAsync()
    {
        _script = await Script.InvokeAsync<IJSObjectReference>("import", "./" + Assets["lib/chart.js"]);
        if (!_isGone)
        {
            _self = Zoomed.HasDelegate ? DotNetObjectReference.Create(this) : null;
            var first = _drawing;
            _chart = await _script.InvokeAsync<IJSObjectReference>("open", _place, first, _self);
            _shown = first;
        }
        if (_isGone)
            await CloseAsync();
    }

    /// <param name="from">Milliseconds since 1970, as <paramref name="to"/>.</param>
    [JSInvokable]
    public Task ZoomAsync(double from, double to)
    {
        var (start, end) = (DateTimeOffset.UnixEpoch.AddMilliseconds(from), DateTimeOffset.UnixEpoch.AddMilliseconds(to));
        var inside = Plot.Slots.Where(s => s.To > start && s.From <= end).ToList();
        return inside.Count == 0 ? Task.CompletedTask : Zoomed.InvokeAsync(new(inside[0].From, inside[^1].To));
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        await CloseAsync();
    }

    private async ValueTask CloseAsync()
    {
        try
        {
            if (_chart is { } chart)
            {
                _chart = null;
                await chart.InvokeVoidAsync("close");
                await chart.DisposeAsync();
            }
            if (_script is { } script)
            {
                _script = null;
                await script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException) { } // The browser is gone, and the chart with it.
        _self?.Dispose();
    }

    private bool IsMeasured(int slot) => Plot.Series.Any(s => s.Values[slot] is not null);

    private string Said(int slot) => string.Join(", ", _drawing!.Series.Select(s => $"{s.Name} {s.Texts[slot]}"));
}
