using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;
using TextMap = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace CozeLoop.Tracing.LongFields;

/// <summary>
/// The texts of a span whose length the client decides (<see cref="SpanColumns.Long"/>), each under the name its reference is kept by:
/// <c>toolResult</c>, or <c>attributes/KEY</c> in a map.
/// </summary>
internal static class SpanTexts
{
    private static readonly Field<string>[] Texts = [.. SpanColumns.Long.Where(c => !c.IsMap).Select(c => new Field<string>(c))];
    private static readonly Field<TextMap>[] Maps = [.. SpanColumns.Long.Where(c => c.IsMap).Select(c => new Field<TextMap>(c))];

    /// <summary>A copy with each text as <paramref name="text"/> makes it of its name and itself.</summary>
    public static SpanRecord Replace(SpanRecord span, Func<string, string, string> text)
    {
        var copy = span with { };
        foreach (var field in Texts)
            field.Set(copy, text(field.Name, field.Get(span)));
        foreach (var field in Maps)
            field.Set(copy, field.Get(span).ToDictionary(pair => pair.Key, pair => text($"{field.Name}/{pair.Key}", pair.Value)));
        return copy;
    }

    /// <summary>The text of that name; null where there is none.</summary>
    public static string? Find(SpanRecord span, string name)
    {
        if (Array.Find(Texts, field => field.Name == name) is { } text)
            return text.Get(span);
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && Array.Find(Maps, field => field.Name == name[..slash]) is { } map
            ? map.Get(span).GetValueOrDefault(name[(slash + 1)..])
            : null;
    }

    /// <summary>Whether the text of that name is read as JSON of the platform's own, of which a beginning is none.</summary>
    public static bool IsJson(string name) => Array.Exists(Texts, field => field.Name == name && field.IsJson);

    /// <summary>Whether any text may be longer than <paramref name="chars"/> characters; made to cost next to nothing, because it is asked
    /// of every span.</summary>
    public static bool AnyLonger(SpanRecord span, int chars)
    {
        foreach (var field in Texts)
        {
            if (field.Get(span).Length > chars)
                return true;
        }
        foreach (var field in Maps)
        {
            if (AnyLonger(field.Get(span), chars))
                return true;
        }
        return false;
    }

    private static bool AnyLonger(TextMap map, int chars)
    {
        if (map.Count == 0)
            return false;
        // By its own type: the interface's enumerator would be an object a span.
        if (map is Dictionary<string, string> own)
        {
            foreach (var (_, value) in own)
            {
                if (value.Length > chars)
                    return true;
            }
            return false;
        }
        return map.Values.Any(value => value.Length > chars);
    }

    private sealed class Field<T>(SpanColumn column)
    {
        public string Name { get; } = column.Alias;
        public bool IsJson { get; } = column.Declared.IsJson;
        public Func<SpanRecord, T> Get { get; } = column.Getter<T>();
        public Action<SpanRecord, T> Set { get; } = column.Setter<T>();
    }
}
