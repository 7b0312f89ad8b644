using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Layout;

public sealed partial class MainLayout : IDisposable
{
    private LoadState<CurrentUser> _user = new();
    private bool _ready;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required StudioClients Clients { get; init; }

    [Inject]
    public required CircuitSession Session { get; init; }

    [Inject]
    public required ILogger<MainLayout> Log { get; init; }

    private string Here => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
    private string Path => Here.Split('?')[0];
    private string LanguageLink => $"/language/{Languages.Other}?returnUrl={Uri.EscapeDataString(Here)}";

    protected override async Task OnInitializedAsync()
    {
        await Clients.IdentifyAsync();
        Session.Changed += Hear;
        await LoadUserAsync();
    }

    public void Dispose() => Session.Changed -= Hear;

    private async Task LoadUserAsync() => _user = await LoadState.OfAsync(() => Clients.Workspaces.MeAsync());

    /// <summary>A role that changed elsewhere shows at once.</summary>
    private void Hear() =>
        _ = InvokeAsync(async () =>
        {
            if (Session.HasEnded)
                return;
            await LoadUserAsync();
            StateHasChanged();
        });

    /// <summary>Tells tests and scripts that clicks are heard from now on.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        _ready = true;
        StateHasChanged();
    }

    /// <summary>A bug in a page: the page says so with an id that stands in the log, and the frame lives on.</summary>
    private Failure Crash(Exception error)
    {
        string id = Guid.NewGuid().ToString("n")[..12];
        Log.LogError(error, "Page {Path} failed ({Id})", Path, id);
        return new Failure("studio_error", error.Message, id);
    }
}
