using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas;

/// <summary>
/// A page whose state is its URL: whenever a query parameter changes it loads again, and a load that was overtaken is cancelled.
/// </summary>
public abstract class StudioPage : ComponentBase, IDisposable
{
    private CancellationTokenSource _load = new();

    [Inject]
    public required StudioClients Clients { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required Viewer Viewer { get; init; }

    [Inject]
    public required CircuitSession Session { get; init; }

    // Read here so that Blazor sets parameters anew when one changes; pages use Range.
    [SupplyParameterFromQuery(Name = "range")]
    public string? RangeName { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? ToText { get; set; }

    protected TimeRange Range => TimeRange.Parse(RangeName, FromText, ToText);

    protected override void OnInitialized() => Session.Changed += Redraw;

    protected override Task OnParametersSetAsync() => ReloadAsync();

    /// <summary>What the person may do changed; what they typed stays.</summary>
    private void Redraw() => _ = InvokeAsync(StateHasChanged);

    protected async Task ReloadAsync()
    {
        await _load.CancelAsync();
        _load.Dispose();
        _load = new CancellationTokenSource();
        var ct = _load.Token;
        await Clients.IdentifyAsync();
        try
        {
            await LoadAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        } // Overtaken or left: the newer load draws.
    }

    /// <summary>Cancelled when a newer load starts or the page is left.</summary>
    protected CancellationToken Aborted => _load.Token;

    protected abstract Task LoadAsync(CancellationToken ct);

    public void Dispose()
    {
        Session.Changed -= Redraw;
        _load.Cancel();
        _load.Dispose();
        GC.SuppressFinalize(this);
    }
}
