using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// Parameters of a model call as one JSON object: those of <see cref="CozeLoop.Chat.ChatParameters"/> under its names, the rest as they
/// were called. Content that has a place of its own (messages, tools, the model) is left out.
/// </summary>
internal static class CallParameters
{
    private const string GenAiPrefix = "gen_ai.request.";

    private static readonly HashSet<string> Elsewhere = ["model", "messages", "tools", "functions", "input", "prompt"];
    private static readonly string[] Whole = ["cozeloop.parameters", "llm.invocation_parameters", "langfuse.observation.model.parameters"];
    private static readonly string[] VercelSettings =
    [
        "temperature",
        "maxTokens",
        "maxOutputTokens",
        "topP",
        "topK",
        "seed",
        "frequencyPenalty",
        "presencePenalty",
        "stopSequences",
    ];

    /// <summary>A JSON object, or an empty text where nothing is known.</summary>
    public static string Read(SpanReading reading)
    {
        var result = new JsonObject();
        if (JsonText.TryParse(reading.Attribute(Whole)) is { } document)
        {
            using (document)
                Take(document.RootElement, result);
        }
        foreach (var (key, value) in reading.Span.Attributes)
        {
            if (key.StartsWith(GenAiPrefix, StringComparison.Ordinal))
                Add(result, key[GenAiPrefix.Length..], value);
        }
        foreach (string name in VercelSettings)
        {
            if (reading.Attribute("ai.settings." + name) is { Length: > 0 } value)
                Add(result, name, value);
        }
        Add(result, "response_format", reading.Attribute("langfuse.observation.metadata.response_format"));
        return result.Count == 0 ? "" : result.ToJsonString(Contracts.Json.Compact);
    }

    private static void Take(JsonElement source, JsonObject into)
    {
        if (source.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in source.EnumerateObject())
            Add(
                into,
                member.Name,
                member.Value.ValueKind == JsonValueKind.String ? JsonText.Plain(member.Value) : member.Value.GetRawText()
            );
    }

    private static void Add(JsonObject into, string name, string value)
    {
        // "Infinity" is a default that nobody set, and no number.
        if (value.Length == 0 || Elsewhere.Contains(name) || value is "Infinity" or "null")
            return;
        string known = ParameterNames.Ours(name);
        if (!into.ContainsKey(known))
            into[known] = known == "stop" ? Stop(value) : Node(value);
    }

    private static JsonArray Stop(string value)
    {
        using var document = JsonText.TryParse(value);
        return document?.RootElement.ValueKind == JsonValueKind.Array
            ? new JsonArray([.. JsonText.List(value).Select(v => JsonValue.Create(v))])
            : new JsonArray(JsonValue.Create(JsonText.Unquote(value)));
    }

    private static JsonNode? Node(string value)
    {
        if (value is "true" or "false")
            return JsonValue.Create(value == "true");
        if (decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            return JsonValue.Create(number);
        using var document = JsonText.TryParse(value);
        return document is null
            ? JsonValue.Create(value)
            : JsonNode.Parse(document.RootElement.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = 128 });
    }
}
