using System.Text.Json;
using CozeLoop.Chat;

namespace CozeLoop.Experiments.Planning;

/// <summary>Reads the parameters a span recorded, under the names that providers use (<c>max_tokens</c>) and our own
/// (<c>maxTokens</c>).</summary>
internal static class RecordedParameters
{
    public static ChatParameters Read(JsonElement? recorded)
    {
        if (recorded is not { ValueKind: JsonValueKind.Object } json)
            return new ChatParameters();
        var values = json.EnumerateObject()
            .GroupBy(p => p.Name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant())
            .ToDictionary(g => g.Key, g => g.First().Value);
        double? Number(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                if (!values.TryGetValue(name, out var v))
                    continue;
                double? number = v.ValueKind switch
                {
                    JsonValueKind.Number => v.GetDouble(),
                    JsonValueKind.String
                        when double.TryParse(v.GetString(), System.Globalization.CultureInfo.InvariantCulture, out double parsed) => parsed,
                    _ => null,
                };
                // A recorded 1e400 or "NaN" is no parameter that could be sent again.
                if (number is { } sent && double.IsFinite(sent))
                    return sent;
            }
            return null;
        }
        JsonElement? Object(string name) =>
            values.TryGetValue(name, out var v) && v.ValueKind is JsonValueKind.Object or JsonValueKind.String ? v : null;
        return new ChatParameters
        {
            Temperature = Number("temperature"),
            TopP = Number("topp"),
            MaxTokens = Number("maxcompletiontokens", "maxtokens") is { } most and >= 1 and <= int.MaxValue ? (int)most : null,
            Seed =
                values.TryGetValue("seed", out var seed) && seed.ValueKind == JsonValueKind.Number && seed.TryGetInt64(out long whole)
                    ? whole
                    : (long?)Number("seed"),
            FrequencyPenalty = Number("frequencypenalty"),
            PresencePenalty = Number("presencepenalty"),
            Stop = values.TryGetValue("stop", out var stop) ? Strings(stop) : null,
            ResponseFormat = Object("responseformat"),
            ToolChoice = Object("toolchoice"),
        };
    }

    /// <summary><paramref name="above"/> where it says something, else <paramref name="below"/>.</summary>
    public static ChatParameters Overlay(ChatParameters below, ChatParameters? above) =>
        above is null
            ? below
            : new ChatParameters
            {
                Temperature = above.Temperature ?? below.Temperature,
                TopP = above.TopP ?? below.TopP,
                MaxTokens = above.MaxTokens ?? below.MaxTokens,
                Seed = above.Seed ?? below.Seed,
                Stop = above.Stop ?? below.Stop,
                FrequencyPenalty = above.FrequencyPenalty ?? below.FrequencyPenalty,
                PresencePenalty = above.PresencePenalty ?? below.PresencePenalty,
                ResponseFormat = above.ResponseFormat ?? below.ResponseFormat,
                ToolChoice = above.ToolChoice ?? below.ToolChoice,
            };

    /// <summary>Names of what <paramref name="candidate"/> sets and no recording knows.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<ChatParameters> recorded, ChatParameters? candidate)
    {
        if (candidate is null)
            return [];
        ChatParameters[] all = [.. recorded];
        (string Name, Func<ChatParameters, object?> Read)[] fields =
        [
            ("temperature", p => p.Temperature),
            ("topP", p => p.TopP),
            ("maxTokens", p => p.MaxTokens),
            ("seed", p => p.Seed),
            ("stop", p => p.Stop),
            ("frequencyPenalty", p => p.FrequencyPenalty),
            ("presencePenalty", p => p.PresencePenalty),
        ];
        return [.. fields.Where(f => f.Read(candidate) is not null && all.Any(p => f.Read(p) is null)).Select(f => f.Name)];
    }

    private static IReadOnlyList<string>? Strings(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array => [.. json.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)],
            _ => null,
        };
}
