using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Chat.Reading;

/// <summary>Reads tool definitions: OpenAI's form, the flat one of OTel, Anthropic and Vercel, Google's lists of functions, or a text that
/// holds one of them.</summary>
public static class AnyTools
{
    public static List<ChatTool> Read(JsonElement value) => Read(value, out _);

    public static List<ChatTool> Read(string json) => Read(json, out _);

    /// <param name="isWhole">False where one is no function: a provider's own tool, which another cannot be offered.</param>
    public static List<ChatTool> Read(JsonElement value, out bool isWhole)
    {
        var tools = new List<ChatTool>();
        isWhole = Add(value, tools);
        return tools;
    }

    /// <inheritdoc cref="Read(JsonElement, out bool)"/>
    public static List<ChatTool> Read(string json, out bool isWhole)
    {
        using var document = JsonText.TryParse(json);
        isWhole = true;
        return document is null ? [] : Read(document.RootElement, out isWhole);
    }

    private static bool Add(JsonElement value, List<ChatTool> tools)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                bool isWhole = true;
                foreach (var item in value.EnumerateArray())
                    isWhole &= Add(item, tools);
                return isWhole;
            case JsonValueKind.String:
                tools.AddRange(Read(JsonText.Plain(value), out bool isFunction));
                return isFunction;
            case JsonValueKind.Object when value.Either("functionDeclarations") is { } functions:
                return Add(functions, tools);
            case JsonValueKind.Object:
                return One(value, tools);
            default:
                return true;
        }
    }

    private static bool One(JsonElement value, List<ChatTool> tools)
    {
        var body = value.Get("function") is { ValueKind: JsonValueKind.Object } function ? function : value;
        if (body.Text("name") is not { Length: > 0 } name)
            return false;
        JsonElement? schema = null;
        foreach (string key in new[] { "parameters", "input_schema", "inputSchema", "parametersJsonSchema", "parameters_json_schema" })
        {
            if (schema is null && body.Get(key) is { ValueKind: JsonValueKind.Object } found)
                schema = found.Clone();
        }
        tools.Add(new ChatTool(name, body.Text("description"), schema));
        return schema is not null || value.Text("type") is null or "function";
    }
}
