using System.Globalization;
using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>The cost in US dollars that the span itself states. Unknown is null, never 0.</summary>
internal static class CallCost
{
    /// <param name="kind">Agents and chains repeat the cost of their calls, as they do their tokens; it is not counted again.</param>
    /// <param name="bought">Whether any token was; a zero without is not a price.</param>
    public static decimal? Read(SpanReading reading, string kind, bool bought) =>
        kind is SpanKinds.Agent or SpanKinds.Chain
            ? null
            : Number(reading[Slot.Cost]) ?? Details(reading.Attribute("langfuse.observation.cost_details"), bought) ?? Parts(reading);

    private static decimal? Parts(SpanReading reading)
    {
        var prompt = Number(reading.Attribute("llm.cost.prompt"));
        var completion = Number(reading.Attribute("llm.cost.completion"));
        return prompt is null && completion is null ? null : (prompt ?? 0) + (completion ?? 0);
    }

    // A refused call sends zeros for what was never bought: that is not a price.
    private static decimal? Details(string json, bool bought)
    {
        using var document = JsonText.TryParse(json);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } details)
            return null;
        decimal? sum = null;
        foreach (var member in details.EnumerateObject())
        {
            var value = Number(JsonText.Plain(member.Value));
            if (member.Name == "total" && value is not null)
                return value == 0 && !bought ? null : value;
            if (value is not null)
                sum = (sum ?? 0) + value;
        }
        return sum == 0 && !bought ? null : sum;
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value >= 0 ? value : null;
}
