using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Sessions;

public partial class SessionListPage
{
    private LoadState<Page<SessionSummary>> _page = new();
    private Failure? _moreFailure;

    private static string Link(SessionSummary session) => Links.Session(session.SessionId);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        _moreFailure = null;
        var (from, to) = Range.At(Viewer.Now);
        _page = await LoadState.OfAsync(() => Clients.Tracing.ListSessionsAsync(null, from, to, ct: ct));
    }

    private async Task MoreAsync(Page<SessionSummary> page, string cursor)
    {
        var ct = Aborted;
        var (from, to) = Range.At(Viewer.Now);
        var more = await LoadState.OfAsync(() => Clients.Tracing.ListSessionsAsync(null, from, to, cursor: cursor, ct: ct));
        _moreFailure = more.Failure;
        if (more.Value is { } next && !ct.IsCancellationRequested)
            _page = LoadState.Of(page with { Items = [.. page.Items, .. next.Items], NextCursor = next.NextCursor });
    }
}
