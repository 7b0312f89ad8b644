using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>The items of a run, worst loss first, and the one that is looked at. Outcome and item are in the URL.</summary>
public partial class ItemsPane : IDisposable
{
    /// <summary>A link may name an item far down; further than this it opens at the first.</summary>
    private const int MostPagesForALink = 20;

    private readonly CancellationTokenSource _left = new();
    private LoadState<IReadOnlyList<ReplayItem>> _items = new();
    private IReadOnlyDictionary<string, int>? _counts;
    private string? _next,
        _shownOutcome;
    private bool _read;

    [Inject]
    public required StudioClients Clients { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired]
    public required Replay Replay { get; set; }

    [Parameter]
    public Comparison? Comparison { get; set; }

    [Parameter]
    public string? Outcome { get; set; }

    [Parameter]
    public string? ItemId { get; set; }

    private ReplayItem? Selected =>
        _items.Value is { } items ? items.FirstOrDefault(i => i.Id == ItemId) ?? (items is [var first, ..] ? first : null) : null;
    private string Old => Replay.BaselineVersion is { } v ? $"v{v}" : T["Old"];
    private string New => Replay.CandidateVersion is { } v && v != Replay.BaselineVersion ? $"v{v}" : T["NewShort"];

    /// <summary>Counted by the list itself: what a comparison left out, as after a budget stop, is in the list all the same.</summary>
    private IEnumerable<(string? Outcome, int? Count)> Tabs =>
        ((string?[])[null, ItemOutcomes.Loss, ItemOutcomes.Win, ItemOutcomes.Tie, ItemOutcomes.Missing]).Select(outcome =>
            (outcome, _counts is null ? null : Count(outcome))
        );

    private int? Count(string? outcome) => outcome is null ? _counts!.Values.Sum() : _counts!.GetValueOrDefault(outcome);

    protected override async Task OnParametersSetAsync()
    {
        if (_read && _shownOutcome == Outcome)
            return;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        (_read, _shownOutcome, _items) = (true, Outcome, new());
        try
        {
            var counts = await LoadState.OfAsync(() => Clients.Replays.CountItemsAsync(Replay.Id, _left.Token));
            _counts = counts.Value;
            var first = await PageAsync([], null);
            for (
                int page = 1;
                page < MostPagesForALink
                    && _next is not null
                    && first.Value is { } items
                    && ItemId is not null
                    && items.All(i => i.Id != ItemId);
                page++
            )
                first = await PageAsync(items, _next);
            _items = first;
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            return;
        } // The page was left.
    }

    private async Task MoreAsync()
    {
        if (_items.Value is { } items && _next is not null)
            _items = await PageAsync(items, _next);
    }

    private async Task<LoadState<IReadOnlyList<ReplayItem>>> PageAsync(IReadOnlyList<ReplayItem> before, string? cursor)
    {
        var page = await LoadState.OfAsync(() => Clients.Replays.ListItemsAsync(Replay.Id, Outcome, cursor, _left.Token));
        if (page.Value is not { } read)
            return new(null, page.Failure);
        _next = read.NextCursor;
        return LoadState.Of<IReadOnlyList<ReplayItem>>([.. before, .. read.Items]);
    }

    private void Choose(ReplayItem item) => Navigation.NavigateTo(Link(Outcome, item.Id), replace: true);

    private string Link(string? outcome, string? item) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["outcome"] = outcome, ["item"] = item });

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        GC.SuppressFinalize(this);
    }
}
