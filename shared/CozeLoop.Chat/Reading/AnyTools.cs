using System.Text.Json;
using CozeLoop.Chat.Json;

namespace CozeLoop.Chat.Reading;

/// <summary>Reads tool definitions: OpenAI's form, the flat one of OTel, Anthropic and Vercel, or a text that holds either.</summary>
public static class AnyTools
{
    public static List<ChatTool> Read(JsonElement value)
    {
        var tools = new List<ChatTool>();
        Add(value, tools);
        return tools;
    }

    public static List<ChatTool> Read(string json)
    {
        using var document = JsonText.TryParse(json);
        return document is null ? [] : Read(document.RootElement);
    }

    private static void Add(JsonElement value, List<ChatTool> tools)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Add(item, tools);
                break;
            case JsonValueKind.String:
                tools.AddRange(Read(JsonText.Plain(value)));
                break;
            case JsonValueKind.Object:
                One(value, tools);
                break;
        }
    }

    private static void One(JsonElement value, List<ChatTool> tools)
    {
        var body = value.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object ? function : value;
        if (AnyMessages.Text(body, "name") is not { Length: > 0 } name)
            return;
        JsonElement? schema = null;
        foreach (string key in new[] { "parameters", "input_schema", "inputSchema" })
        {
            if (schema is null && body.TryGetProperty(key, out var found) && found.ValueKind == JsonValueKind.Object)
                schema = found.Clone();
        }
        tools.Add(new ChatTool(name, AnyMessages.Text(body, "description"), schema));
    }
}
