using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Reading;

namespace CozeLoop.Chat.Providers;

/// <summary>The parameters of <see cref="GeminiContents"/>: <c>generationConfig</c>, and the choice of tools in
/// <c>toolConfig</c>.</summary>
internal static class GeminiConfig
{
    public static ChatParameters Read(JsonElement body)
    {
        var config = body.Either("generationConfig") ?? default;
        double? Real(string name) => config.Either(name) is { } value ? AnyParameters.Real(value) : null;
        return new ChatParameters
        {
            Temperature = Real("temperature"),
            TopP = Real("topP"),
            MaxTokens = config.Either("maxOutputTokens") is { } limit ? AnyParameters.Limit(limit) : null,
            Seed = config.Number("seed"),
            Stop = config.Either("stopSequences") is { ValueKind: JsonValueKind.Array } stop ? AnyParameters.Texts(stop) : null,
            FrequencyPenalty = Real("frequencyPenalty"),
            PresencePenalty = Real("presencePenalty"),
            ResponseFormat = config.Either("responseMimeType")?.ToString() == "application/json" ? ReadFormat(config) : null,
            ToolChoice = body.Either("toolConfig")?.Either("functionCallingConfig") is { } calling ? ReadChoice(calling) : null,
        };
    }

    public static JsonObject Write(ChatParameters p)
    {
        var config = new JsonObject();
        if (p.Temperature is { } temperature)
            config["temperature"] = temperature;
        if (p.TopP is { } topP)
            config["topP"] = topP;
        if (p.MaxTokens is { } max)
            config["maxOutputTokens"] = max;
        if (p.Seed is { } seed)
            config["seed"] = seed;
        if (p.Stop is { Count: > 0 } stop)
            config["stopSequences"] = new JsonArray([.. stop.Select(word => JsonValue.Create(word))]);
        if (p.FrequencyPenalty is { } frequency)
            config["frequencyPenalty"] = frequency;
        if (p.PresencePenalty is { } presence)
            config["presencePenalty"] = presence;
        if (p.ResponseFormat is { } format && format.Text("type") is "json_schema" or "json_object")
        {
            config["responseMimeType"] = "application/json";
            if (p.ResponseFormat?.Get("json_schema")?.Get("schema") is { } schema)
                config["responseJsonSchema"] = schema.ToNode();
        }
        var body = new JsonObject();
        if (config.Count > 0)
            body["generationConfig"] = config;
        if (p.ToolChoice is { } choice)
            body["toolConfig"] = new JsonObject { ["functionCallingConfig"] = WriteChoice(choice) };
        return body;
    }

    private static JsonElement ReadFormat(JsonElement config) =>
        (config.Either("responseJsonSchema") ?? config.Either("responseSchema")) is { } schema
            ? ChatJson.ToElement(new { type = "json_schema", json_schema = new { name = "response", schema } })
            : ChatJson.ToElement(new { type = "json_object" });

    private static JsonElement ReadChoice(JsonElement calling) =>
        calling.Text("mode") switch
        {
            "ANY" when calling.Either("allowedFunctionNames") is { ValueKind: JsonValueKind.Array } names && names.GetArrayLength() == 1 =>
                ChatJson.ToElement(new { type = "function", function = new { name = JsonText.Plain(names[0]) } }),
            "ANY" => ChatJson.ToElement("required"),
            "NONE" => ChatJson.ToElement("none"),
            _ => ChatJson.ToElement("auto"),
        };

    private static JsonObject WriteChoice(JsonElement choice)
    {
        if (choice.Get("function")?.Text("name") is { } name)
            return new JsonObject { ["mode"] = "ANY", ["allowedFunctionNames"] = new JsonArray(JsonValue.Create(name)) };
        string word = choice.ValueKind == JsonValueKind.String ? JsonText.Plain(choice) : "auto";
        return new JsonObject
        {
            ["mode"] = word switch
            {
                "required" => "ANY",
                "none" => "NONE",
                _ => "AUTO",
            },
        };
    }
}
