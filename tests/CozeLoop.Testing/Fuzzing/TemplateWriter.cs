using System.Text.Json;

namespace CozeLoop.Testing.Fuzzing;

/// <summary>Writes an example again with an odd value here and there, a member left out, given twice or added.</summary>
internal static class TemplateWriter
{
    public static string Write(string example, Random random, double oddness)
    {
        using var document = JsonDocument.Parse(example);
        return Write(document.RootElement, random, oddness);
    }

    private static string Write(JsonElement value, Random random, double oddness)
    {
        if (random.NextDouble() < oddness)
            return Odd(value, random);
        return value.ValueKind switch
        {
            JsonValueKind.Object => "{" + string.Join(',', Members(value, random, oddness)) + "}",
            JsonValueKind.Array => "["
                + string.Join(',', value.EnumerateArray().SelectMany(item => Repeated(Write(item, random, oddness), random, oddness)))
                + "]",
            _ => value.GetRawText(),
        };
    }

    private static IEnumerable<string> Members(JsonElement value, Random random, double oddness)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (random.NextDouble() < oddness / 2)
                continue;
            foreach (string text in Repeated($"\"{member.Name}\":{Write(member.Value, random, oddness)}", random, oddness / 2))
            {
                yield return text;
            }
        }
        if (random.NextDouble() < oddness / 2)
            yield return $"{OddValues.JsonText(random)}:{OddValues.Json(random)}";
    }

    private static IEnumerable<string> Repeated(string text, Random random, double oddness) =>
        Enumerable.Repeat(text, random.NextDouble() < oddness ? 2 : 1);

    private static string Odd(JsonElement value, Random random) =>
        (value.ValueKind, random.Next(3)) switch
        {
            (_, 0) => OddValues.Json(random),
            (JsonValueKind.String, _) => OddValues.JsonText(random),
            (JsonValueKind.Number, _) => OddValues.Number(random),
            _ => random.Next(2) == 0 ? "null" : "[]",
        };
}
