using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>A system prompt found in the traffic, with the span it stands in, so that the reader can check where it came from.</summary>
public sealed record RecordedPrompt(string Text, SpanRef Span)
{
    /// <summary>The newest matching traces are looked at until one has a model call with a system prompt; null where none of them
    /// has.</summary>
    public static async Task<RecordedPrompt?> FindAsync(
        TracingClient tracing,
        string? filter,
        DateTimeOffset from,
        DateTimeOffset? to,
        CancellationToken ct
    )
    {
        const int looks = 5,
            maxBytes = 4 << 20;
        var traces = await tracing.ListTracesAsync(filter, from, to, looks, ct: ct);
        foreach (var summary in traces.Items)
        {
            var trace = await tracing.FindTraceAsync(summary.TraceId, maxBytes, ct);
            if (trace is not null && Of(trace) is { } found)
                return found;
        }
        return null;
    }

    public static RecordedPrompt? Of(TraceDetail trace)
    {
        foreach (var span in trace.Spans.Where(s => s.Kind == SpanKinds.Model))
        {
            var system = span.Messages.FirstOrDefault(m => m.Role is "system" or "developer" && !string.IsNullOrWhiteSpace(m.Content));
            if (system is not null)
                return new RecordedPrompt(system.Content!, new SpanRef(span.TraceId, span.SpanId));
        }
        return null;
    }
}
