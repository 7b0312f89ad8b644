using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>The draft at the server: what was answered survives a reload, a lost circuit and a restart, until the run starts.</summary>
public sealed partial class WizardPage
{
    /// <summary>The name under which the browser keeps what was typed and is not here yet.</summary>
    private const string Keep = "wizard";

    /// <summary>After the last key: long enough not to write for every one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(800);

    private ReplayDraft? _unfinished;
    private Failure? _draftFailure;
    private DateTimeOffset? _keptAt;
    private bool _textIsGone,
        _isUnkept;
    private int _changes;

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required IJSRuntime Script { get; init; }

    /// <summary>Takes the text that the link names from the draft, or offers a draft that the link says nothing of.</summary>
    private async Task FindDraftAsync()
    {
        ReplayDraft? draft = null;
        _draftFailure = await LoadState.FailureOfAsync(async () => draft = await Clients.Replays.FindDraftAsync(_left.Token));
        if (State.DraftText is { } name)
        {
            bool isIt = draft?.SystemPrompt is { } text && WizardQuery.NameOf(text) == name;
            State = State with { SystemPrompt = isIt ? draft!.SystemPrompt : null, DraftText = null };
            _textIsGone = !isIt && _draftFailure is null;
        }
        else if (draft is not null && State.PlanId is null && draft.Answers != WizardQuery.Write(State))
            _unfinished = draft;
    }

    private async Task ContinueAsync()
    {
        if (_unfinished is not { } draft)
            return;
        State = WizardQuery.Read(draft.Answers) with { SystemPrompt = draft.SystemPrompt, DraftText = null };
        _unfinished = null;
        ShowInAddress(replace: true);
        await CountAsync();
        await PrefillAsync();
    }

    private async Task DiscardAsync()
    {
        (_unfinished, _isUnkept, _keptAt) = (null, false, null);
        _draftFailure = await LoadState.FailureOfAsync(() => Clients.Replays.DiscardDraftAsync(_left.Token));
        await Script.InvokeVoidAsync("studioInput.forget", Keep);
    }

    private async Task StartOverAsync()
    {
        await DiscardAsync();
        (State, _plan, _recorded) = (new WizardState { Range = State.Range }, new(), null);
        ShowInAddress();
        await CountAsync();
    }

    private void KeepSoon()
    {
        // The banner said that the first change takes its place.
        (_unfinished, _isUnkept, _textIsGone) = (null, true, false);
        int change = ++_changes;
        _ = InvokeAsync(async () =>
        {
            try
            {
                await Task.Delay(Pause, Time, _left.Token);
                if (change != _changes || !await KeepAsync(_left.Token))
                    return;
                await Script.InvokeVoidAsync("studioInput.forget", Keep);
                StateHasChanged();
            }
            catch (OperationCanceledException) { } // The page was left, which keeps the answers itself.
            catch (JSDisconnectedException) { } // Nobody looks any more; what is kept in the browser is offered again there.
        });
    }

    /// <returns>True where there was something to keep, and it is kept.</returns>
    private async Task<bool> KeepAsync(CancellationToken ct)
    {
        if (!_isUnkept)
            return false;
        _isUnkept = false;
        var answers = new PutReplayDraft(WizardQuery.Write(State), State.Kind == ChangeKind.Text ? State.SystemPrompt : null);
        var kept = await LoadState.OfAsync(() => Clients.Replays.PutDraftAsync(answers, ct));
        (_draftFailure, _keptAt) = (kept.Failure, kept.Value?.UpdatedAt ?? _keptAt);
        if (kept.Value is null)
            _isUnkept = true;
        return kept.Value is not null;
    }
}
