using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Sessions;

public partial class SessionListPage
{
    private LoadState<Page<SessionSummary>> _page = new();

    protected override async Task LoadAsync(CancellationToken ct) => _page = await ListAsync(null, ct);

    private Task<LoadState<Page<SessionSummary>>> MoreAsync(string cursor) => ListAsync(cursor, Aborted);

    private Task<LoadState<Page<SessionSummary>>> ListAsync(string? cursor, CancellationToken ct)
    {
        var (from, to) = Range.At(Viewer.Now);
        return LoadState.OfAsync(() => Clients.Tracing.ListSessionsAsync(null, from, to, cursor: cursor, ct: ct));
    }
}
