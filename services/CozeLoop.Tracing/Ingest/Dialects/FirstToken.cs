using System.Globalization;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Time from a call's start to its first token, in nanoseconds; null where the source does not tell.</summary>
internal static class FirstToken
{
    private static readonly HashSet<string> EventNames =
    [
        "First Token Stream Event",
        "gen_ai.content.completion.chunk",
        "llm.content.completion.chunk",
        "ai.stream.firstChunk",
    ];

    public static long? Nanoseconds(SpanReading reading)
    {
        if (Scaled(reading[Slot.FirstTokenMs], 1e6m) is { } milliseconds)
            return milliseconds;
        if (Scaled(reading[Slot.FirstTokenSeconds], 1e9m) is { } seconds)
            return seconds;
        return SinceStart(reading, At(reading[Slot.FirstTokenTime])) ?? SinceStart(reading, FirstEvent(reading.Span));
    }

    private static long? FirstEvent(RawSpan span)
    {
        long? first = null;
        foreach (var e in span.Events)
        {
            if (EventNames.Contains(e.Name) && !(first <= e.UnixNano))
                first = e.UnixNano;
        }
        return first;
    }

    // Langfuse's SDK writes the time as JSON, in quotes.
    private static long? At(string time) =>
        time.Length > 0 && Times.Parse(JsonText.Unquote(time)) is { Year: > 1970 and < 2262 } at ? at.ToUnixNano() : null;

    private static long? SinceStart(SpanReading reading, long? time) =>
        time >= reading.Span.StartUnixNano ? time - reading.Span.StartUnixNano : null;

    private static long? Scaled(string text, decimal factor) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value >= 0 && value < 1e9m
            ? (long)(value * factor)
            : null;
}
