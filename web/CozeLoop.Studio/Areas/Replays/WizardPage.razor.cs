using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace CozeLoop.Studio.Areas.Replays;

public partial class WizardPage
{
    private readonly CancellationTokenSource _left = new();
    private Loadable<WizardChoices> _choices = new();
    private Loadable<Replay> _plan = new();
    private Loadable<RecordedPrompt>? _recorded;
    private readonly Queue<string> _going = [];
    private bool _busy;

    [Inject] public required StudioClients Clients { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }
    [Inject] public required Viewer Viewer { get; init; }

    private WizardState State { get; set; } = new();
    private bool IsPlannable => Enumerable.Range(WizardState.Select, 3).All(State.IsComplete);

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnMoved;
        State = WizardQuery.Read(new Uri(Navigation.Uri).Query);
        await Clients.IdentifyAsync();
        _choices = await Loadable.OfAsync(() => WizardChoices.ReadAsync(Clients, _left.Token));
        if (State.PlanId is { } id) _plan = await Loadable.OfAsync(async () => await Clients.Replays.FindAsync(id, _left.Token) ?? throw new Contracts.Clients.ApiException(404, "replay_not_found", id));
        await PrefillAsync();
    }

    private bool CanGo(int step) => Enumerable.Range(WizardState.Select, step - 1).All(State.IsComplete);

    /// <summary>An answer changed: the plan made of the old ones no longer holds.</summary>
    private void Change(WizardState state)
    {
        State = state with { PlanId = null };
        _plan = new();
        ShowInAddress(replace: true);
    }

    private async Task GoAsync(int step)
    {
        State = State with { Step = step };
        ShowInAddress();
        await PrefillAsync();
    }

    /// <summary>The new system prompt starts from the one in the traffic, so that only the change has to be typed.</summary>
    private async Task PrefillAsync()
    {
        if (State is not { Step: WizardState.Change, Kind: ChangeKind.Text, SystemPrompt: null, PromptKey: null }) return;
        _recorded = new();
        StateHasChanged();
        var (from, to) = State.Range.At(Viewer.Now);
        RecordedPrompt? found = null;
        var failure = await Loadable.FailureOfAsync(async () => found = await RecordedPrompt.FindAsync(Clients.Tracing, State.Filter, from, to, _left.Token));
        _recorded = failure is not null ? new(null, failure) : found is null ? null : Loadable.Of(found);
        if (found is not null && State.SystemPrompt is null) Change(State with { SystemPrompt = found.Text });
    }

    private async Task MakePlanAsync()
    {
        State = State with { Step = WizardState.Plan, PlanId = null };
        (_busy, _plan) = (true, new());
        StateHasChanged();
        var request = State.ToRequest(State.PromptKey ?? T["Unnamed"], Viewer.Now);
        _plan = await Loadable.OfAsync(() => Clients.Replays.CreateAsync(request, start: false, ct: _left.Token));
        _busy = false;
        if (_plan.Value is { } made) State = State with { PlanId = made.Id };
        ShowInAddress();
    }

    private async Task RunAsync()
    {
        _busy = true;
        var started = await Loadable.OfAsync(() => Clients.Replays.StartAsync(State.PlanId!, _left.Token));
        _busy = false;
        if (started.Value is { } replay) Navigation.NavigateTo($"/replays/{Uri.EscapeDataString(replay.Id)}");
        else _plan = started;
    }

    private string Link => "/replays/new" + WizardQuery.Write(State);

    /// <summary>The browser tells of each move of ours a round trip later, when the reader may be a step further: such news must not undo that.</summary>
    private void ShowInAddress(bool replace = false)
    {
        _going.Enqueue(Navigation.ToAbsoluteUri(Link).AbsoluteUri);
        Navigation.NavigateTo(Link, replace: replace);
    }

    /// <summary>The browser's back and forward buttons.</summary>
    private void OnMoved(object? sender, LocationChangedEventArgs e)
    {
        if (_going.Contains(e.Location))
        {
            while (_going.Dequeue() != e.Location) { }
            return;
        }
        if (!new Uri(e.Location).AbsolutePath.EndsWith("/replays/new", StringComparison.Ordinal)) return;
        var read = WizardQuery.Read(new Uri(e.Location).Query);
        if (WizardQuery.Write(read) == WizardQuery.Write(State)) return;
        State = read with { SystemPrompt = read.SystemPrompt ?? State.SystemPrompt };
        _ = InvokeAsync(StateHasChanged);
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnMoved;
        _left.Cancel();
        _left.Dispose();
        GC.SuppressFinalize(this);
    }
}
