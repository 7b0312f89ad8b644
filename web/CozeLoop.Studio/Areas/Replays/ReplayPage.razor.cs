using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CozeLoop.Studio.Areas.Replays;

public partial class ReplayPage
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private LoadState<Replay> _replay = new();
    private LoadState<Comparison> _comparison = new();
    private RunRate _rate = new();
    private Failure? _failure;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "outcome")]
    public string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "item")]
    public string? ItemId { get; set; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required IJSRuntime Script { get; init; }

    internal static bool IsOver(Replay replay) => RunStates.IsEnd(replay.State);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        // Another item of a finished run was chosen: nothing on this page has changed.
        if (_replay.Value?.Id == Id && _comparison.Value is not null)
            return;
        _replay = await LoadState.OfAsync(() => FindAsync(ct));
        while (_replay.Value is { } replay && !IsOver(replay) && replay.State != RunStates.Planned)
        {
            _rate.Observe(Time.GetUtcNow(), replay.Progress);
            StateHasChanged();
            await Task.Delay(LookAgain, Time, ct);
            // A look that failed keeps what was seen; the next one may succeed.
            var look = await LoadState.OfAsync(() => FindAsync(ct));
            _failure = look.Failure;
            if (look.Value is not null)
                _replay = look;
        }
        // A run that failed has nothing to compare.
        if (_replay.Value is { } over && IsOver(over) && over.State != RunStates.Failed)
            _comparison = await LoadState.OfAsync(async () =>
                await Clients.Replays.FindComparisonAsync(Id, ct) ?? throw new ApiException(404, "no_comparison", T["NoComparison"])
            );
    }

    private async Task<Replay> FindAsync(CancellationToken ct) =>
        await Clients.Replays.FindAsync(Id, ct) ?? throw new ApiException(404, "replay_not_found", T["NoReplay", Id]);

    private async Task ActAsync(string action)
    {
        var done = await LoadState.OfAsync(() =>
            action switch
            {
                "start" => Clients.Replays.StartAsync(Id),
                "pause" => Clients.Replays.PauseAsync(Id),
                "resume" => Clients.Replays.ResumeAsync(Id),
                _ => Clients.Replays.CancelAsync(Id),
            }
        );
        _failure = done.Failure;
        if (done.Value is null)
            return;
        (_replay, _rate) = (done, new RunRate());
        await ReloadAsync();
    }

    private async Task PromoteAsync(PromoteReplay body)
    {
        var done = await LoadState.OfAsync(() => Clients.Replays.PromoteAsync(Id, body));
        _failure = done.Failure;
        if (done.Value is null)
            return;
        _replay = done;
        await Script.InvokeVoidAsync("studio.close", PromoteDialog.DialogId);
    }
}
