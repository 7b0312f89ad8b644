using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.LongFields;

/// <summary>
/// Shows each long text of a span once. What became messages stands there whole; the input or output and the attributes it came from keep
/// its beginning.
/// Short texts stand wherever a reader may look for them.
/// </summary>
internal static class LongTexts
{
    private const int Long = 256 << 10; // characters

    private static readonly string[] ConversationKeys =
    [
        "llm.",
        "gen_ai.",
        "ai.",
        "langfuse.observation.",
        "cozeloop.input",
        "cozeloop.output",
        "input.",
        "output.",
    ];

    /// <param name="row">The row the span was made of.</param>
    public static SpanDetail ShowOnce(SpanDetail span, SpanRecord row)
    {
        var shortened = new SortedSet<string>(row.Shortened, StringComparer.Ordinal);
        bool hasMessages = span.Messages.Count > 0 || span.OutputMessages.Count > 0;
        var attributes = span.Attributes;
        if (attributes.Values.Any(value => value.Length > Long))
        {
            attributes = attributes.ToDictionary(pair => pair.Key, pair => Attribute(pair.Key, pair.Value));
        }
        return span with
        {
            Input = span.Messages.Count > 0 && span.Input is { } input ? Cut("input", input, shortened) : span.Input,
            Output = span.OutputMessages.Count > 0 && span.Output is { } output ? Cut("output", output, shortened) : span.Output,
            Attributes = attributes,
            Shortened = [.. shortened],
        };

        string Attribute(string key, string value) =>
            IsShownElsewhere(key, row, hasMessages) ? Cut("attributes/" + key, value, shortened) : value;
    }

    private static bool IsShownElsewhere(string key, SpanRecord row, bool hasMessages) =>
        MovedContent.FieldOf(row.Attributes, key) is not null
        || (hasMessages && ConversationKeys.Any(start => key.StartsWith(start, StringComparison.Ordinal)));

    private static string Cut(string field, string text, SortedSet<string> shortened)
    {
        if (text.Length <= Long)
            return text;
        shortened.Add(field);
        return Beginning.Of(text);
    }
}
