using CozeLoop.Chat;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Development;

/// <summary>A short conversation as it is recorded: an agent, two answers of a model, a tool that failed.</summary>
internal static class ShownTrace
{
    public static TraceHistogram Histogram(DateTimeOffset now) =>
        new(60, [.. Enumerable.Range(0, 30).Select(i => new HistogramBucket(now.AddMinutes(i - 30), i * 7 % 11, i % 5, null, null))])
        {
            Totals = new TraceTotals(150, 60),
        };

    public static SpanDetail Timeless => Span("timeless", SpanKinds.Chain, null, null, 0, 0);

    public static IReadOnlyList<SpanDetail> Spans(DateTimeOffset start) =>
        [
            Span("root", SpanKinds.Agent, null, start, 0, 4_200),
            Span("asks", SpanKinds.Model, "root", start, 0, 1_100) with
            {
                Model = "gpt-4o",
                Messages = [new(ChatRoles.System, Shown.Template), new(ChatRoles.User, Shown.Chinese)],
                OutputMessages = [new(ChatRoles.Assistant, null) { ToolCalls = [new("c1", "find_flight", "{\"to\":\"SHA\"}")] }],
                CostUsd = 0.0123m,
            },
            Span("looks", SpanKinds.Tool, "root", start, 1_100, 300) with
            {
                Status = SpanStatuses.Error,
                StatusMessage = Shown.Long,
                Tool = new("find_flight", "c1", "{\"to\":\"SHA\"}", Shown.Unbroken),
            },
            Span("answer", SpanKinds.Model, "root", start, 1_500, 2_700) with
            {
                Model = "gpt-4o",
                Messages = [new(ChatRoles.User, Shown.Chinese)],
                OutputMessages = [new(ChatRoles.Assistant, Shown.Long) { Reasoning = Shown.Chinese }],
                Tokens = new() { Input = 1000, Output = 234 },
                Simulated = true,
            },
        ];

    /// <summary>A bubble of each kind.</summary>
    public static IReadOnlyList<(string State, TranscriptEntry Entry)> Entries(IReadOnlyList<SpanDetail> spans) =>
        [
            ("an answer, simulated", new("message", spans[3], spans[3].OutputMessages[0]) { IsAnswer = true }),
            ("a question, Chinese", new("message", spans[3], spans[3].Messages[0])),
            ("an unknown role", new("message", spans[3], new ChatMessage("critic", Shown.Word))),
            ("a call", new("call", spans[1], spans[1].OutputMessages[0], spans[1].OutputMessages[0].ToolCalls![0]) { IsAnswer = true }),
            ("a tool that failed", new("tool", spans[2], new ChatMessage(ChatRoles.Tool, Shown.Unbroken)) { IsAnswer = true }),
        ];

    private static SpanDetail Span(string id, string kind, string? parent, DateTimeOffset? start, double afterMs, double lengthMs) =>
        new()
        {
            TraceId = "sample",
            SpanId = id,
            ParentSpanId = parent,
            Name = id,
            Kind = kind,
            StartTime = start?.AddMilliseconds(afterMs),
            StartUnixNano = ((start ?? DateTimeOffset.UnixEpoch).AddMilliseconds(afterMs) - DateTimeOffset.UnixEpoch).Ticks * 100,
            DurationMs = start is null ? null : lengthMs,
        };
}
