using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// A trace in Langfuse's export format: <c>{"trace":{…}}</c> with the observations inside the trace or beside it. Inputs, outputs and
/// metadata are JSON texts, some of them encoded twice.
/// </summary>
internal sealed class LangfuseExport(JsonElement trace, IReadOnlyList<JsonElement> observations)
{
    public JsonElement Trace => trace;
    public IReadOnlyList<JsonElement> Observations => observations;
    public string Id => Text(trace, "id")!;

    /// <returns>The export, or what is wrong.</returns>
    public static (LangfuseExport? Export, string? Problem) Read(JsonElement item)
    {
        if (
            item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("trace", out var trace)
            || trace.ValueKind != JsonValueKind.Object
        )
        {
            return (null, "it is no Langfuse export, because it has no object 'trace'");
        }
        return Text(trace, "id") is { Length: > 0 and <= 1024 }
            ? (new LangfuseExport(trace, AllObservations(trace, item)), null)
            : (null, "the trace has no id");
    }

    /// <summary>An export may list its observations twice, inside the trace without their content and beside it with their content: the
    /// fuller list counts.</summary>
    private static IReadOnlyList<JsonElement> AllObservations(JsonElement trace, JsonElement item)
    {
        List<JsonElement> inside = List(trace, "observations") ?? [],
            beside = List(item, "observations") ?? [];
        var known = beside.Select(o => Text(o, "id")).ToHashSet();
        return [.. beside, .. inside.Where(o => !known.Contains(Text(o, "id")))];
    }

    public IReadOnlyList<Score> Scores() => [.. (List(trace, "scores") ?? []).Select(ToScore).OfType<Score>()];

    private Score? ToScore(JsonElement score)
    {
        double? value =
            score.TryGetProperty("value", out var number)
            && number.ValueKind == JsonValueKind.Number
            && number.TryGetDouble(out double read)
                ? read
                : null;
        string? category = value is null ? Text(score, "stringValue") : null;
        if (Text(score, "id") is not { } id || Text(score, "name") is not { } name || (value is null && category is null))
            return null;
        return new Score(id, name, value, category)
        {
            DataType =
                Text(score, "dataType")?.ToLowerInvariant() is ScoreDataTypes.Boolean ? ScoreDataTypes.Boolean
                : value is null ? ScoreDataTypes.Categorical
                : ScoreDataTypes.Numeric,
            TraceId = Id,
            SpanId = Text(score, "observationId"),
            Comment = Text(score, "comment"),
            Source = ScoreSources.Import,
            Environment = Text(score, "environment") ?? "",
            Time = Times.OfUnixNano(Time(score, "timestamp") ?? Time(score, "createdAt") ?? Time(trace, "timestamp") ?? 0),
        };
    }

    /// <summary>A text, or null where the member is absent, null or something else.</summary>
    public static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? JsonText.Plain(text)
            : null;

    /// <summary>Nanoseconds since 1970, or null.</summary>
    public static long? Time(JsonElement value, string name) =>
        Times.Parse(Text(value, name)) is { Year: > 1970 and < 2262 } at ? at.ToUnixNano() : null;

    /// <summary>Content: a text as it is, JSON as its text; the quotes of a text that was encoded twice are taken off.</summary>
    public static string? Content(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var content) || content.ValueKind is JsonValueKind.Null)
            return null;
        string text = JsonText.Plain(content);
        for (int level = 0; level < 3 && JsonText.Unquote(text) is var inner && inner != text; level++)
            text = inner;
        return text.Length > 0 ? text : null;
    }

    private static List<JsonElement>? List(JsonElement value, string name) =>
        value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object)]
            : null;
}
