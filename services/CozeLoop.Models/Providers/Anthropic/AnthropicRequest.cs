using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.Anthropic;

/// <summary>
/// Writes Anthropic's Messages request (https://docs.anthropic.com/en/api/messages). The form has no seed, so a seed is not sent;
/// parameters that would change the answer and cannot be sent are refused instead of dropped.
/// </summary>
internal static class AnthropicRequest
{
    /// <summary>The form requires a limit; this holds where none is asked for.</summary>
    public const int DefaultMaxTokens = 4096;

    public static HttpRequestMessage Messages(ProviderRequest call)
    {
        string root = call.Connection.BaseUrl!.ToString().TrimEnd('/');
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            root.EndsWith("/v1", StringComparison.Ordinal) ? $"{root}/messages" : $"{root}/v1/messages"
        )
        {
            Content = new StringContent(Body(call).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("anthropic-version", "2023-06-01");
        if (call.Connection.Key is not null)
            request.Headers.Add("x-api-key", call.Connection.Key);
        return request;
    }

    /// <summary>Null when everything asked for can be sent, else the field that cannot.</summary>
    public static string? Unsupported(ProviderRequest call)
    {
        if (call.Parameters.ResponseFormat is not null)
            return "responseFormat";
        if (call.Parameters.FrequencyPenalty is not null)
            return "frequencyPenalty";
        if (call.Parameters.PresencePenalty is not null)
            return "presencePenalty";
        return call.Messages.All(m => m.Parts is null || AnthropicMessages.CanWrite(m.Parts.Value)) ? null : "parts";
    }

    internal static JsonObject Body(ProviderRequest call)
    {
        var p = call.Parameters;
        string system = string.Join("\n\n", call.Messages.Where(m => m.Role is "system" or "developer").Select(m => m.Content));
        var body = new JsonObject
        {
            ["model"] = call.Model,
            ["max_tokens"] = p.MaxTokens ?? DefaultMaxTokens,
            ["stream"] = true,
            ["messages"] = AnthropicMessages.Write(call.Messages.Where(m => m.Role is not ("system" or "developer"))),
        };
        if (system.Length > 0)
            body["system"] = system;
        if (p.Temperature is { } temperature)
            body["temperature"] = temperature;
        if (p.TopP is { } topP)
            body["top_p"] = topP;
        if (p.Stop is { Count: > 0 } stop)
            body["stop_sequences"] = new JsonArray([.. stop.Select(word => JsonValue.Create(word))]);
        if (call.Tools.Count > 0)
            body["tools"] = new JsonArray([.. call.Tools.Select(Tool)]);
        if (call.Tools.Count > 0 && p.ToolChoice is { } choice)
            body["tool_choice"] = Choice(choice);
        return body;
    }

    private static JsonObject Tool(ChatTool tool)
    {
        var schema = tool.Parameters is { } given ? given.ToNode() : new JsonObject { ["type"] = "object" };
        var json = new JsonObject { ["name"] = tool.Name, ["input_schema"] = schema };
        if (tool.Description is not null)
            json["description"] = tool.Description;
        return json;
    }

    private static JsonObject Choice(JsonElement choice)
    {
        if (choice.Get("function")?.Text("name") is { } name)
            return new JsonObject { ["type"] = "tool", ["name"] = name };
        string word = choice.ValueKind == JsonValueKind.String ? choice.GetString()! : "auto";
        return new JsonObject { ["type"] = word == "required" ? "any" : word };
    }
}
