using System.Globalization;
using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>Reads the parameters of a call under any name in use (<c>max_tokens</c>, <c>maxTokens</c>, <c>max_completion_tokens</c>).
/// What cannot be sent again (a recorded 1e400, a limit of -1) is left out.</summary>
public static class AnyParameters
{
    public static ChatParameters Read(JsonElement? recorded)
    {
        if (recorded is not { ValueKind: JsonValueKind.Object } json)
            return new ChatParameters();
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
            values.TryAdd(ParameterNames.Plain(member.Name), member.Value);
        T? First<T>(string ours, Func<JsonElement, T?> read)
            where T : struct =>
            ParameterNames.Of(ours).Select(name => values.TryGetValue(name, out var v) ? read(v) : null).FirstOrDefault(v => v is not null);
        JsonElement? Free(string ours) =>
            First<JsonElement>(ours, v => v.ValueKind is JsonValueKind.Object or JsonValueKind.String ? v : null);
        return new ChatParameters
        {
            Temperature = First("temperature", Real),
            TopP = First("topP", Real),
            MaxTokens = First("maxTokens", Limit),
            Seed = First("seed", Whole),
            Stop = First<JsonElement>("stop", v => v.ValueKind is JsonValueKind.Array or JsonValueKind.String ? v : null) is { } stop
                ? Texts(stop)
                : null,
            FrequencyPenalty = First("frequencyPenalty", Real),
            PresencePenalty = First("presencePenalty", Real),
            ResponseFormat = Free("responseFormat"),
            ToolChoice = Free("toolChoice"),
        };
    }

    internal static double? Real(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => Finite(value.GetDouble()),
            JsonValueKind.String when double.TryParse(JsonText.Plain(value), CultureInfo.InvariantCulture, out double parsed) => Finite(
                parsed
            ),
            _ => null,
        };

    internal static int? Limit(JsonElement value) => Real(value) is { } most and >= 1 and <= int.MaxValue ? (int)most : null;

    internal static long? Whole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long whole) ? whole : (long?)Real(value);

    internal static IReadOnlyList<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? [JsonText.Plain(value)]
            : [.. value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(JsonText.Plain)];

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
