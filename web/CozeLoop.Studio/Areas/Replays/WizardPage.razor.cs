using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace CozeLoop.Studio.Areas.Replays;

public sealed partial class WizardPage
{
    private readonly CancellationTokenSource _left = new();
    private LoadState<WizardChoices> _choices = new();
    private LoadState<Replay> _plan = new();
    private LoadState<RecordedPrompt>? _recorded;
    private LoadState<SelectedSpans> _found = new();
    private SpanSelection? _counting; // whose count _found is, or waits for
    private readonly Queue<string> _going = [];
    private bool _busy;

    [Inject]
    public required StudioClients Clients { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required Viewer Viewer { get; init; }

    private WizardState State { get; set; } = new();
    private bool IsPlannable => Enumerable.Range(WizardState.Select, 3).All(State.IsComplete);

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnMoved;
        State = WizardQuery.Read(new Uri(Navigation.Uri).Query);
        await Clients.IdentifyAsync();
        await FindDraftAsync();
        _choices = await LoadState.OfAsync(() => WizardChoices.ReadAsync(Clients, _left.Token));
        if (State.PlanId is { } id)
            _plan = await LoadState.OfAsync(() => FindPlanAsync(id));
        await CountAsync();
        await PrefillAsync();
    }

    private async Task<Replay> FindPlanAsync(string id) =>
        await Clients.Replays.FindAsync(id, _left.Token) ?? throw new ApiException(404, "replay_not_found", T["NoPlan", id]);

    private bool CanGo(int step) => Enumerable.Range(WizardState.Select, step - 1).All(State.IsComplete);

    /// <summary>An answer changed: the plan made of the old ones no longer holds.</summary>
    private async Task ChangeAsync(WizardState state)
    {
        bool selectsElse = SelectsElse(state);
        State = state with { PlanId = null };
        _plan = new();
        ShowInAddress(replace: true);
        KeepSoon();
        if (selectsElse)
            await CountAsync();
    }

    private bool SelectsElse(WizardState than) => than.ToCount(DateTimeOffset.UnixEpoch) != State.ToCount(DateTimeOffset.UnixEpoch);

    /// <summary>A key was pressed in the prompt: the address follows when the field is left.</summary>
    private void Type(string text)
    {
        State = State with { SystemPrompt = text, DraftText = null, PlanId = null };
        _plan = new();
        KeepSoon();
    }

    /// <summary>
    /// What the answers find, by the selection's own rule, so that no step promises another number. Counts may overtake one another: only
    /// that of the latest question is shown.
    /// </summary>
    private async Task CountAsync()
    {
        var asked = _counting = State.ToCount(Viewer.Now);
        _found = new();
        var counted = await LoadState.OfAsync(() => Clients.Tracing.SelectAsync(asked, _left.Token));
        if (ReferenceEquals(asked, _counting))
            _found = counted;
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
        if (State is not { Step: WizardState.Change, Kind: ChangeKind.Text, SystemPrompt: null, DraftText: null, PromptKey: null })
            return;
        _recorded = new();
        StateHasChanged();
        var (from, to) = State.Range.At(Viewer.Now);
        RecordedPrompt? found = null;
        var failure = await LoadState.FailureOfAsync(async () =>
            found = await RecordedPrompt.FindAsync(Clients.Tracing, State.Filter, from, to, _left.Token)
        );
        _recorded =
            failure is not null ? new(null, failure)
            : found is null ? null
            : LoadState.Of(found);
        if (found is null || State.SystemPrompt is not null)
            return;
        State = State with { SystemPrompt = found.Text };
        ShowInAddress(replace: true);
    }

    private async Task MakePlanAsync()
    {
        State = State with { Step = WizardState.Plan, PlanId = null };
        (_busy, _plan) = (true, new());
        StateHasChanged();
        var request = State.ToRequest(State.PromptKey ?? T["Unnamed"], Viewer.Now);
        _plan = await LoadState.OfAsync(() => Clients.Replays.CreateAsync(request, start: false, ct: _left.Token));
        _busy = false;
        if (_plan.Value is { } made)
            State = State with { PlanId = made.Id };
        ShowInAddress();
    }

    private async Task RunAsync()
    {
        _busy = true;
        var started = await LoadState.OfAsync(() => Clients.Replays.StartAsync(State.PlanId!, _left.Token));
        _busy = false;
        if (started.Value is not { } replay)
        {
            _plan = started;
            return;
        }
        await DiscardAsync();
        Navigation.NavigateTo($"/replays/{Uri.EscapeDataString(replay.Id)}");
    }

    private string Link => "/replays/new" + WizardQuery.Write(State);

    /// <summary>The browser tells of each move of ours a round trip later, when the reader may be a step further: such news must not undo
    /// that.</summary>
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
        if (!new Uri(e.Location).AbsolutePath.EndsWith("/replays/new", StringComparison.Ordinal))
            return;
        var read = WizardQuery.Read(new Uri(e.Location).Query);
        if (WizardQuery.Write(read) == WizardQuery.Write(State))
            return;
        bool selectsElse = SelectsElse(read);
        State = read with { SystemPrompt = read.SystemPrompt ?? State.SystemPrompt, DraftText = null };
        _ = InvokeAsync(() => ShowMovedAsync(selectsElse));
    }

    private async Task ShowMovedAsync(bool selectsElse)
    {
        StateHasChanged();
        if (!selectsElse)
            return;
        try
        {
            await CountAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await DispatchExceptionAsync(e); // nobody awaits this
        }
        StateHasChanged();
    }

    /// <summary>What was typed last is kept also when the page is left before the pause is over.</summary>
    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnMoved;
        await KeepAsync(CancellationToken.None);
        await _left.CancelAsync();
        _left.Dispose();
    }
}
