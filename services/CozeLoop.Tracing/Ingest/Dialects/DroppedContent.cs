using System.Globalization;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// What the sender dropped at a limit of its own (https://opentelemetry.io/docs/specs/otel/common/#attribute-limits), kept as two
/// attributes beside those it did send.
/// </summary>
internal static class DroppedContent
{
    private const string AttributesKey = "cozeloop.dropped.attributes",
        EventsKey = "cozeloop.dropped.events";

    public static void Note(RawSpan span)
    {
        Note(span, AttributesKey, span.DroppedAttributes);
        Note(span, EventsKey, span.DroppedEvents);
    }

    public static bool AnyAttributes(IReadOnlyDictionary<string, string> attributes) => attributes.ContainsKey(AttributesKey);

    public static bool AnyEvents(IReadOnlyDictionary<string, string> attributes) => attributes.ContainsKey(EventsKey);

    private static void Note(RawSpan span, string key, int count)
    {
        if (count > 0)
            span.Attributes[key] = count.ToString(CultureInfo.InvariantCulture);
    }
}
