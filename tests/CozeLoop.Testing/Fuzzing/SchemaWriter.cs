using System.Globalization;
using System.Text.Json;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>
/// Writes JSON that follows a schema, with an odd value here and there: the shape gets a request past the first checks, the value meets
/// what is behind them.
/// </summary>
/// <param name="description">The document whose components the schemas refer to.</param>
/// <param name="oddness">Chance of each value to be odd, 0 to 1.</param>
internal sealed class SchemaWriter(JsonElement description, Random random, double oddness)
{
    private const int MaxDepth = 6;

    public string Write(JsonElement schema, string name = "", int depth = 0)
    {
        if (random.NextDouble() < oddness)
            return random.Next(3) == 0 ? OddValues.Json(random) : OddOfKind(Resolve(schema));
        schema = Resolve(schema);
        if (schema.TryGetProperty("enum", out var choices))
            return Pick(choices).GetRawText();
        if (KnownValues.Of(name, random) is { } known)
            return known;
        if (schema.TryGetProperty("oneOf", out var variants))
            return Write(Pick(variants), name, depth);
        return TypeOf(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, name, depth),
            "string" => String(schema),
            "integer" => random.Next(0, 6).ToString(CultureInfo.InvariantCulture),
            "number" => (random.Next(0, 20) / 10.0).ToString(CultureInfo.InvariantCulture),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "null" => "null",
            _ => OddValues.Json(random),
        };
    }

    private string Object(JsonElement schema, int depth)
    {
        var members = new List<string>();
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet()
            : [];
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                bool wanted = required.Contains(property.Name)
                    ? random.NextDouble() >= oddness / 2
                    : random.Next(5) < (depth < MaxDepth ? 3 : 0);
                if (wanted)
                    members.Add($"\"{property.Name}\":{Write(property.Value, property.Name, depth + 1)}");
            }
        }
        if (schema.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object)
        {
            for (int i = random.Next(3); i > 0; i--)
                members.Add($"{OddValues.JsonText(random, "v" + i)}:{Write(values, "", depth + 1)}");
        }
        if (random.NextDouble() < oddness && members.Count > 0)
            members.Add(members[random.Next(members.Count)]);
        if (random.NextDouble() < oddness)
            members.Add($"{OddValues.JsonText(random)}:{OddValues.Json(random)}");
        return "{" + string.Join(',', members) + "}";
    }

    private string Array(JsonElement schema, string name, int depth)
    {
        int count =
            depth > MaxDepth ? 0
            : random.Next(12) == 0 ? random.Next(20)
            : random.Next(3);
        if (name is "arms")
            count = 1;
        if (name is "messages" && count == 0 && depth <= MaxDepth)
            count = 1;
        var items = schema.TryGetProperty("items", out var item)
            ? Enumerable.Range(0, count).Select(_ => Write(item, Singular(name), depth + 1))
            : [];
        return "[" + string.Join(',', items) + "]";
    }

    private string String(JsonElement schema) =>
        (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "date-time" => $"\"2026-11-{random.Next(10, 29)}T0{random.Next(10)}:00:00Z\"",
            "uri" => "\"http://127.0.0.1:1/v1\"",
            _ => OddValues.JsonText(random, "text " + random.Next(100).ToString(CultureInfo.InvariantCulture)),
        };

    private string OddOfKind(JsonElement schema) =>
        TypeOf(schema) switch
        {
            "string" => OddValues.JsonText(random),
            "integer" or "number" => OddValues.Number(random),
            _ => random.Next(2) == 0 ? "null" : OddValues.Json(random),
        };

    private string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("properties", out _) ? "object" : null;
        return type.ValueKind == JsonValueKind.Array ? Pick(type).GetString() : type.GetString();
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = description;
            foreach (string step in reference.GetString()!.Split('/')[1..])
                schema = schema.GetProperty(step);
        }
        return schema;
    }

    private JsonElement Pick(JsonElement array) => array[random.Next(array.GetArrayLength())];

    private static string Singular(string name) => name.EndsWith('s') ? name[..^1] : name;
}
