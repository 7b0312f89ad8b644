using System.Globalization;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>A span looked at through its dialect: values by slot, whichever name carries them.</summary>
internal sealed class SpanReading(RawSpan span)
{
    private readonly Dialect[] order = Dialects.Dialect.OrderFor(span);

    public RawSpan Span => span;
    public string Dialect => order[0].Name;

    /// <summary>The first non-empty value, or an empty text.</summary>
    public string this[Slot slot] => KeyOf(slot) is { } key ? span.Attributes[key] : "";

    /// <summary>The attribute that <paramref name="slot"/> is read from; null where nothing says it.</summary>
    public string? KeyOf(Slot slot)
    {
        foreach (var dialect in order)
        {
            foreach (string key in dialect.Keys(slot))
            {
                if (span.Attributes.TryGetValue(key, out string? value) && value.Length > 0) return key;
            }
        }
        return null;
    }

    public string Attribute(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (span.Attributes.TryGetValue(key, out string? value) && value.Length > 0) return value;
        }
        return "";
    }

    /// <summary>An attribute of the span, else of its resource.</summary>
    public string Anywhere(params ReadOnlySpan<string> keys)
    {
        string own = Attribute(keys);
        if (own.Length > 0) return own;
        foreach (string key in keys)
        {
            if (span.Resource.TryGetValue(key, out string? value) && value.Length > 0) return value;
        }
        return "";
    }

    public bool Flag(string key) => string.Equals(Attribute(key), "true", StringComparison.OrdinalIgnoreCase);

    public long? Count(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (span.Attributes.TryGetValue(key, out string? value) && AsCount(value) is { } count) return count;
        }
        return null;
    }

    /// <summary>A count that may have been sent as 12, 12.0 or "12"; negative and fractional ones are none.</summary>
    public static long? AsCount(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value >= 0 && value <= long.MaxValue && value == decimal.Truncate(value) ? (long)value : null;
}
