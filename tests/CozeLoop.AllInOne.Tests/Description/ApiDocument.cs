using System.Text.Json.Nodes;
using CozeLoop.AllInOne.Tests.Hosting;
using Xunit;

namespace CozeLoop.AllInOne.Tests.Description;

/// <summary>The document that the running product serves, taken apart.</summary>
internal sealed class ApiDocument(JsonObject root)
{
    public static async Task<ApiDocument> ReadAsync(RunningHost host)
    {
        using var http = host.CreateClient(null);
        string json = await http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        return new ApiDocument(JsonNode.Parse(json)!.AsObject());
    }

    public JsonObject Root => root;

    public IReadOnlyList<(string Name, JsonObject Operation)> Operations =>
        [
            .. root["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject().Select(o => (Name: $"{o.Key.ToUpperInvariant()} {path.Key}", Operation: o.Value!.AsObject()))
                ),
        ];

    /// <summary>Every property of every schema, also of those that stand in an operation itself.</summary>
    public IReadOnlyList<(string Name, JsonObject Schema)> Properties
    {
        get
        {
            var found = new List<(string, JsonObject)>();
            foreach (var (name, schema) in root["components"]!["schemas"]!.AsObject())
                Collect(name, schema!, found);
            foreach (var (name, operation) in Operations)
                Collect(name, operation, found);
            return found;
        }
    }

    private static void Collect(string name, JsonNode node, List<(string, JsonObject)> found)
    {
        if (node is JsonObject schema && schema["properties"] is JsonObject properties)
            found.AddRange(properties.Select(property => ($"{name}.{property.Key}", property.Value!.AsObject())));
        var parts = node is JsonObject members
            ? members.Where(m => m.Value is not null).Select(m => (Name: m.Key == "properties" ? name : $"{name}.{m.Key}", Part: m.Value!))
            : ((JsonArray)node).OfType<JsonNode>().Select(part => (Name: name, Part: part));
        foreach (var (partName, part) in parts.Where(p => p.Part is JsonObject or JsonArray))
            Collect(partName, part, found);
    }
}
