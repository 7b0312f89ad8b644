using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Ingest.Dialects;

namespace CozeLoop.Tracing.Spans;

/// <summary>A stored span as the API shows it, with what is read out of its texts.</summary>
internal static class SpanDetails
{
    public static SpanDetail From(SpanRecord row, IReadOnlyList<Score> scores)
    {
        var chat = ChatForm.Read(row.Kind, row.Attributes, row.Input, row.Output, row.Events);
        var causes = Causes(row, chat);
        return row.ToDetail() with
        {
            Incomplete = [.. causes.Keys],
            IncompleteCauses = causes,
            Messages = chat.Messages,
            OutputMessages = chat.OutputMessages,
            Tools = chat.Tools,
            Parameters = Json(row.Parameters),
            Attributes = MovedContent.Restore(row.Attributes, row.Input, row.Output),
            Events = Events(row.Events),
            Scores = scores,
        };
    }

    private static SortedDictionary<string, string> Causes(SpanRecord row, ChatForm chat)
    {
        var causes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string field in row.Incomplete)
            causes[field] = ExclusionReasons.ContentExpired;
        // Of a text that stands here with its beginning only, nothing can be said about its end.
        bool isWhole = row.Incomplete.Count == 0 && row.Shortened.Count == 0;
        foreach (var (field, cause) in chat.Gaps.Where(gap => isWhole || gap.Value == ExclusionReasons.ContentDropped))
            causes.TryAdd(field, cause);
        return causes;
    }

    // Parameters come from the client as it wrote them: text that is not JSON is shown as a text.
    private static JsonElement? Json(string text)
    {
        if (text.Length == 0)
            return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private static IReadOnlyList<SpanEvent> Events(string json) =>
        json.Length == 0
            ? []
            :
            [
                .. JsonSerializer
                    .Deserialize<List<StoredEvent>>(json, Contracts.Json.Compact)!
                    .Select(e => new SpanEvent(e.Name, Times.OfUnixNano(e.TimeUnixNano), e.Attributes)),
            ];

    private sealed record StoredEvent(string Name, long TimeUnixNano, IReadOnlyDictionary<string, string> Attributes);
}
