using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Traces;

/// <summary>The list while it follows what is being recorded, for as long as the page shows one query.</summary>
public partial class TraceListPage
{
    // After so many the list is read anew: rows cannot be dropped from its end, because what comes next begins behind the last one that was
    // read.
    private const int MostNews = 200;

    private static readonly TimeSpan ConnectAgain = TimeSpan.FromSeconds(2),
        DrawAgain = TimeSpan.FromSeconds(10);

    private Failure? _liveFailure;
    private DateTimeOffset _drawn;
    private int _news;

    [SupplyParameterFromQuery(Name = "live")]
    public bool IsLive { get; set; }

    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>A range that has ended gets no new traces.</summary>
    private bool CanFollow => Range.At(Viewer.Now).To is null;

    private void ToggleLive() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("live", IsLive ? null : true));

    private async Task FollowAsync(DateTimeOffset from, CancellationToken ct)
    {
        while (true)
        {
            _liveFailure = await LoadState.FailureOfAsync(() => ReceiveAsync(from, ct));
            StateHasChanged();
            await Task.Delay(ConnectAgain, Time, ct);
        }
    }

    private async Task ReceiveAsync(DateTimeOffset from, CancellationToken ct)
    {
        bool isFirst = true;
        try
        {
            await foreach (var tail in Clients.Tracing.WatchTracesAsync(Q, from, ct))
            {
                // What came before the first event is in the list, what comes after it is told.
                if (isFirst)
                    await ListAsync(from, null, ct);
                isFirst = false;
                await ShowAsync(tail, from, ct);
            }
        }
        catch (IOException e)
        {
            // In the middle of the stream; what the page shows is the same as for a service that does not answer.
            throw new HttpRequestException(e.Message, e);
        }
    }

    private async Task ShowAsync(TraceTail tail, DateTimeOffset from, CancellationToken ct)
    {
        if (_liveFailure is null && tail.Items.Count == 0)
            return;
        _liveFailure = null;
        if (_page.Value is { } page)
            Add(page, tail.Items);
        StateHasChanged();
        if (_news > MostNews)
            await ListAsync(from, null, ct);
        if (tail.Items.Count == 0 || Time.GetUtcNow() - _drawn < DrawAgain)
            return;
        _drawn = Time.GetUtcNow();
        await ChartAsync(from, null, ct);
    }

    private void Add(Page<TraceSummary> page, IReadOnlyList<TraceSummary> news)
    {
        var items = Merge(page.Items, news);
        _news += items.Count - page.Items.Count;
        _page = LoadState.Of(page with { Items = items });
    }

    /// <summary>Newest first, each trace once as it is now.</summary>
    internal static IReadOnlyList<TraceSummary> Merge(IReadOnlyList<TraceSummary> shown, IReadOnlyList<TraceSummary> news) =>
        [.. news.Concat(shown).DistinctBy(t => t.TraceId).OrderByDescending(t => t.ImportedTime)];
}
