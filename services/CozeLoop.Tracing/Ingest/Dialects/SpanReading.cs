using CozeLoop.Chat.Reading;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>A span looked at through its dialect: values by slot, whichever name carries them.</summary>
internal sealed class SpanReading
{
    private readonly RawSpan span;
    private readonly Alias[] found = new Alias[SlotKeys.Slots];

    public SpanReading(RawSpan span)
    {
        this.span = span;
        var dialect = Dialects.Dialect.Of(span);
        Dialect = dialect.Name;
        // One look at each attribute instead of one for each name that any convention has for anything.
        foreach (var (key, value) in span.Attributes)
        {
            if (value.Length > 0)
                SlotKeys.Note(key, value, dialect, found);
        }
    }

    public RawSpan Span => span;
    public string Dialect { get; }

    /// <summary>The first non-empty value, or an empty text.</summary>
    public string this[Slot slot] => found[(int)slot].Value ?? "";

    /// <summary>The attribute that <paramref name="slot"/> is read from; null where nothing says it.</summary>
    public string? KeyOf(Slot slot) => found[(int)slot].Key;

    public string Attribute(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (span.Attributes.TryGetValue(key, out string? value) && value.Length > 0)
                return value;
        }
        return "";
    }

    /// <summary>An attribute of the span, else of its resource.</summary>
    public string Anywhere(params ReadOnlySpan<string> keys)
    {
        string own = Attribute(keys);
        if (own.Length > 0)
            return own;
        foreach (string key in keys)
        {
            if (span.Resource.TryGetValue(key, out string? value) && value.Length > 0)
                return value;
        }
        return "";
    }

    public bool Flag(string key) => string.Equals(Attribute(key), "true", StringComparison.OrdinalIgnoreCase);

    public long? Count(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (span.Attributes.TryGetValue(key, out string? value) && TokenCount.Of(value) is { } count)
                return count;
        }
        return null;
    }
}
