using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.Simulated;

/// <summary>A JSON value that fits a response format's schema (OpenAI's <c>json_schema</c> form), drawn at random; <c>{}</c> where there is
/// no schema.</summary>
internal static class SimulatedJson
{
    private const int MaxDepth = 16;

    public static string Write(JsonElement format, SimulatedDraw draw)
    {
        var schema = format.Get("json_schema")?.Get("schema") ?? format.Get("schema");
        return (schema is { } s ? Value(s, draw, MaxDepth) : new JsonObject())?.ToJsonString() ?? "null";
    }

    private static JsonNode? Value(JsonElement schema, SimulatedDraw draw, int depth)
    {
        if (schema.Get("const") is { } constant)
            return constant.ToNode();
        var choices = schema.Items("enum").ToList();
        if (choices.Count > 0)
            return draw.Pick(choices).ToNode();
        var variants = schema.Items("anyOf").Concat(schema.Items("oneOf")).ToList();
        if (variants.Count > 0 && depth > 0)
            return Value(draw.Pick(variants), draw, depth - 1);
        return Type(schema) switch
        {
            "boolean" => draw.Next(2) == 1,
            "integer" => draw.Next(Range(schema, out long low)) + low,
            "number" => draw.Next(Range(schema, out long low) * 100) / 100.0 + low,
            "string" => draw.Pick(SimulatedPhrases.English.Short),
            "null" => null,
            "array" => depth > 0 && schema.Get("items") is { } items ? new JsonArray(Value(items, draw, depth - 1)) : new JsonArray(),
            _ => Object(schema, draw, depth),
        };
    }

    private static JsonObject Object(JsonElement schema, SimulatedDraw draw, int depth)
    {
        var value = new JsonObject();
        if (depth == 0 || schema.Get("properties") is not { } properties)
            return value;
        foreach (var property in properties.EnumerateObject())
            value[property.Name] = Value(property.Value, draw, depth - 1);
        return value;
    }

    private static string? Type(JsonElement schema) =>
        schema.Text("type") ?? schema.Items("type").Select(t => t.GetString()).FirstOrDefault();

    /// <summary>How many whole numbers the schema allows, 1 to 1000; 0 to 1 where it does not say.</summary>
    private static int Range(JsonElement schema, out long low)
    {
        low = schema.Number("minimum") ?? 0;
        long high = schema.Number("maximum") ?? low + 1;
        return (int)Math.Clamp(high - low + 1, 1, 1000);
    }
}
