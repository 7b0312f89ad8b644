using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Areas.Traces;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Sessions;

public partial class SessionPage
{
    private Loadable<Found> _session = new();

    [Parameter] public required string SessionId { get; set; }
    [SupplyParameterFromQuery(Name = "span")] public string? SpanId { get; set; }

    protected override async Task LoadAsync(CancellationToken ct) =>
        _session = await Loadable.OfAsync(async () => new Found(await Clients.Tracing.FindSessionAsync(SessionId, maxBytes: 4 << 20, ct)));

    /// <summary>A bubble leads to its span, where everything about it stands.</summary>
    private void Open(SpanDetail span) => Navigation.NavigateTo(Links.Span(new(span.TraceId, span.SpanId)));

    private sealed record Found(SessionDetail? Session)
    {
        public IReadOnlyList<SpanDetail> Spans { get; } = [.. Session?.Traces.SelectMany(t => t.Spans) ?? []];
        public IReadOnlyList<TraceView> Turns { get; } = [.. Session?.Traces.Select(t => new TraceView(t)) ?? []];
        public TraceFigures Figures { get; } = TraceFigures.Of([.. Session?.Traces.SelectMany(t => t.Spans) ?? []]);
    }
}
