using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Traces;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Sessions;

public partial class SessionPage
{
    private LoadState<Found> _session = new();

    [Parameter]
    public required string SessionId { get; set; }

    [SupplyParameterFromQuery(Name = "span")]
    public string? SpanId { get; set; }

    protected override async Task LoadAsync(CancellationToken ct) => _session = await LoadState.OfAsync(() => ReadAsync(ct));

    /// <summary>Of a session that is too long for a page the list's row has the figures.</summary>
    private async Task<Found> ReadAsync(CancellationToken ct)
    {
        var found = new Found(await Clients.Tracing.FindSessionAsync(SessionId, maxBytes: 4 << 20, ct), null);
        if (!found.IsPart)
            return found;
        // A trace may name several sessions, and then is found by each.
        string q = QueryChips.Term("session", SessionId);
        var listed = await LoadState.OfAsync(() => Clients.Tracing.ListSessionsAsync(q, DateTimeOffset.UnixEpoch, null, 20, ct: ct));
        return new Found(found.Session, listed.Value?.Items.FirstOrDefault(s => s.SessionId == SessionId));
    }

    /// <summary>A bubble leads to its span, where everything about it stands.</summary>
    private void Open(SpanDetail span) => Navigation.NavigateTo(Links.Span(new(span.TraceId, span.SpanId)));

    /// <param name="Whole">The session's row of the list, where <paramref name="Session"/> holds its first spans only.</param>
    private sealed record Found(SessionDetail? Session, SessionSummary? Whole)
    {
        public IReadOnlyList<SpanDetail> Spans { get; } = [.. Session?.Traces.SelectMany(t => t.Spans) ?? []];
        public IReadOnlyList<TraceView> Turns { get; } = [.. Session?.Traces.Select(t => new TraceView(t)) ?? []];
        public TraceFigures Figures { get; } =
            Whole is { } row
                ? new TraceFigures(row.SpanCount, row.ErrorCount, row.Tokens, row.CostUsd, DurationMs: null)
                : TraceFigures.Of([.. Session?.Traces.SelectMany(t => t.Spans) ?? []]);

        public bool IsPart => Session is { } s && (s.TraceCount > s.Traces.Count || s.Traces.Any(TraceView.IsPart));
        public int TraceCount => Math.Max(Session!.TraceCount, Session.Traces.Count);
    }
}
