using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CozeLoop.Studio;

public partial class Routes
{
    private bool _ready;

    [Inject]
    public required IJSRuntime Script { get; init; }

    [Inject]
    public required Viewer Viewer { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IHostEnvironment Environment { get; init; }

    /// <summary>Outside a circuit (the log-in page) there is no script to ask, and no time to show.</summary>
    protected override void OnInitialized() => _ready = !RendererInfo.IsInteractive;

    /// <summary>Pages wait for the viewer's time zone and ways, so that nothing is drawn twice.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        Viewer.Set(await Script.InvokeAsync<ViewerWays?>("studio.viewer"));
        _ready = true;
        StateHasChanged();
    }
}
