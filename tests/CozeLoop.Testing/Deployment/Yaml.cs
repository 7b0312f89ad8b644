using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace CozeLoop.Testing.Deployment;

/// <summary>YAML as JSON nodes. Scalars are texts: what they are is the reader's business here.</summary>
public static class Yaml
{
    /// <exception cref="InvalidOperationException">There is more or less than one document.</exception>
    public static JsonNode Parse(string text) => ParseAll(text).Single();

    public static IReadOnlyList<JsonNode> ParseAll(string text)
    {
        var parser = new Parser(new StringReader(text));
        var reader = new DeserializerBuilder().Build();
        var documents = new List<JsonNode>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (Node(reader.Deserialize(parser)) is { } document)
                documents.Add(document);
        }
        return documents;
    }

    private static JsonNode? Node(object? value) =>
        value switch
        {
            null => null,
            IDictionary<object, object?> map => new JsonObject(map.Select(pair => KeyValuePair.Create((string)pair.Key, Node(pair.Value)))),
            IEnumerable<object?> list => new JsonArray([.. list.Select(Node)]),
            _ => JsonValue.Create((string)value),
        };
}
