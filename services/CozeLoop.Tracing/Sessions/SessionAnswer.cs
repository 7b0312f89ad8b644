using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Sessions;

/// <summary>A <see cref="SessionDetail"/> whose traces are read while it is being written.</summary>
internal sealed record SessionAnswer(string SessionId, IAsyncEnumerable<TraceAnswer> Traces, IReadOnlyList<Score> Scores)
{
    public int TraceCount { get; init; }

    /// <summary>The same, whole.</summary>
    public async Task<SessionDetail> ReadAsync(CancellationToken ct)
    {
        var traces = new List<TraceDetail>();
        await foreach (var trace in Traces.WithCancellation(ct))
            traces.Add(await trace.ReadAsync(ct));
        return new SessionDetail(SessionId, traces, Scores) { TraceCount = TraceCount };
    }
}
