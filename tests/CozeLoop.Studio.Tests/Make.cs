using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Tests;

/// <summary>Spans and traces for tests, with the few fields that matter.</summary>
internal static class Make
{
    private const long Second = 1_000_000_000;
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);

    public static SpanDetail Span(string id, string kind = "span", string? parent = null, double startS = 0, double? lengthS = 1) =>
        new()
        {
            TraceId = "t1",
            SpanId = id,
            ParentSpanId = parent,
            Name = id,
            Kind = kind,
            StartTime = lengthS is null ? null : Start.AddSeconds(startS),
            StartUnixNano = Start.ToUnixTimeSeconds() * Second + (long)(startS * Second),
            DurationMs = lengthS * 1000,
        };

    public static SpanDetail Model(string id, IReadOnlyList<ChatMessage> given, ChatMessage answer, double startS = 0) =>
        Span(id, "model", startS: startS) with
        {
            Messages = given,
            OutputMessages = [answer],
            Model = "gpt-4o",
        };

    public static SpanDetail Tool(string id, string result, double startS = 0) =>
        Span(id, "tool", startS: startS) with
        {
            Tool = new ToolUse(id, null, "{}", result),
        };

    public static ChatMessage Said(string role, string text) => new(role, text);

    public static ChatMessage Calling(string tool) => new("assistant", null) { ToolCalls = [new ChatToolCall("c", tool, "{\"a\":1}")] };

    /// <summary>With totals that fit the buckets; the percentile of all is one that no bucket has.</summary>
    public static TraceHistogram Histogram(int seconds, params IReadOnlyList<HistogramBucket> buckets)
    {
        long traces = buckets.Sum(b => b.Traces),
            priced = buckets.Where(b => b.CostUsd is not null).Sum(b => b.Traces);
        double? p95 = buckets.Any(b => b.DurationP95Ms is not null) ? 4_321 : null;
        return new(seconds, buckets)
        {
            Totals = new(
                traces,
                buckets.Sum(b => b.Errors),
                priced > 0 ? buckets.Sum(b => b.CostUsd) : null,
                priced,
                p95,
                p95 is null ? 0 : traces
            ),
        };
    }

    public static TraceSummary Trace(string id, string input = "Hello") =>
        new()
        {
            TraceId = id,
            Name = "airline-support",
            Kind = "agent",
            ImportedTime = Start,
            StartTime = Start,
            DurationMs = 21_400,
            Input = input,
            Output = "Hi",
            ToolCount = 2,
            CostUsd = 0.0684m,
            Tokens = new TokenUsage { Input = 1000, Output = 234 },
            Scores = [new Score("s1", "success", 0, null)],
        };
}
