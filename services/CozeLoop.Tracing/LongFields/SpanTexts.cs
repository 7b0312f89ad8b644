using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.LongFields;

/// <summary>The texts of a span whose length the client decides, each under the name its reference is kept by: the column's, or the map's
/// and the key.</summary>
internal static class SpanTexts
{
    public const string Events = "events",
        Links = "links";

    public static SpanRecord Replace(SpanRecord span, Func<string, string, string> text) =>
        span with
        {
            Input = text("input", span.Input),
            Output = text("output", span.Output),
            ToolArguments = text("toolArguments", span.ToolArguments),
            ToolResult = text("toolResult", span.ToolResult),
            StatusMessage = text("statusMessage", span.StatusMessage),
            Parameters = text("parameters", span.Parameters),
            Events = text(Events, span.Events),
            Links = text(Links, span.Links),
            Attributes = Replace("attributes", span.Attributes, text),
            Resource = Replace("resource", span.Resource, text),
            PromptVariables = Replace("promptVariables", span.PromptVariables, text),
        };

    public static SpanRow Replace(SpanRow span, Func<string, string, string> text) =>
        span with
        {
            Input = text("input", span.Input),
            Output = text("output", span.Output),
            ToolArguments = text("toolArguments", span.ToolArguments),
            ToolResult = text("toolResult", span.ToolResult),
            StatusMessage = text("statusMessage", span.StatusMessage),
            Parameters = text("parameters", span.Parameters),
            Events = text(Events, span.Events),
            Links = text(Links, span.Links),
            Attributes = Replace("attributes", span.Attributes, text),
            Resource = Replace("resource", span.Resource, text),
            PromptVariables = Replace("promptVariables", span.PromptVariables, text),
        };

    /// <summary>The text of that name; null where there is none.</summary>
    public static string? Find(SpanRow span, string name)
    {
        string? found = null;
        Replace(
            span,
            (field, text) =>
            {
                if (field == name)
                    found = text;
                return text;
            }
        );
        return found;
    }

    /// <summary>Whether any text may be longer than <paramref name="chars"/> characters; made to cost next to nothing, because it is asked
    /// of every span.</summary>
    public static bool AnyLonger(SpanRecord span, int chars) =>
        span.Input.Length > chars
        || span.Output.Length > chars
        || span.ToolArguments.Length > chars
        || span.ToolResult.Length > chars
        || span.StatusMessage.Length > chars
        || span.Parameters.Length > chars
        || span.Events.Length > chars
        || span.Links.Length > chars
        || AnyLonger(span.Attributes, chars)
        || AnyLonger(span.Resource, chars)
        || AnyLonger(span.PromptVariables, chars);

    private static bool AnyLonger(IReadOnlyDictionary<string, string> map, int chars)
    {
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

    private static Dictionary<string, string> Replace(
        string name,
        IReadOnlyDictionary<string, string> map,
        Func<string, string, string> text
    ) => map.ToDictionary(pair => pair.Key, pair => text($"{name}/{pair.Key}", pair.Value));
}
