using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;

namespace CozeLoop.Models.Providers.OpenAi;

/// <summary>Writes a chat completion request. Parameters that are null are not sent: the provider's defaults hold.</summary>
internal static class OpenAiRequest
{
    public static HttpRequestMessage Chat(ProviderRequest call) =>
        Post(call.Connection.BaseUrl!, "chat/completions", call.Connection.Key, Body(call));

    public static HttpRequestMessage Post(Uri baseUrl, string path, string? key, JsonObject body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Endpoint(baseUrl, path))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    /// <summary>People give base URLs with and without <c>/v1</c>; one that names any version (<c>/v1</c>, <c>/v1beta/openai</c>,
    /// <c>/api/paas/v4</c>) is taken as it is.</summary>
    public static Uri Endpoint(Uri baseUrl, string path)
    {
        string root = baseUrl.ToString().TrimEnd('/');
        bool versioned = baseUrl
            .AbsolutePath.Split('/')
            .Any(segment => segment.Length >= 2 && segment[0] == 'v' && char.IsAsciiDigit(segment[1]));
        return new Uri(versioned ? $"{root}/{path}" : $"{root}/v1/{path}");
    }

    internal static JsonObject Body(ProviderRequest call)
    {
        var body = new JsonObject
        {
            ["model"] = call.Model,
            ["messages"] = new JsonArray([.. call.Messages.Select(OpenAiMessages.Write)]),
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        };
        if (call.Tools.Count > 0)
            body["tools"] = new JsonArray([.. call.Tools.Select(OpenAiMessages.Write)]);
        Parameters(body, call.Parameters, call.SampleSeed, call.Connection.BaseUrl!);
        return body;
    }

    private static void Parameters(JsonObject body, ChatParameters p, long? seed, Uri baseUrl)
    {
        // OpenAI's own newer models refuse max_tokens; other servers know only that.
        string limit = baseUrl.Host == "api.openai.com" ? "max_completion_tokens" : "max_tokens";
        if (p.Temperature is { } temperature)
            body["temperature"] = temperature;
        if (p.TopP is { } topP)
            body["top_p"] = topP;
        if (p.MaxTokens is { } max)
            body[limit] = max;
        if (seed is { } s)
            body["seed"] = s;
        if (p.Stop is { Count: > 0 } stop)
            body["stop"] = new JsonArray([.. stop.Select(word => JsonValue.Create(word))]);
        if (p.FrequencyPenalty is { } frequency)
            body["frequency_penalty"] = frequency;
        if (p.PresencePenalty is { } presence)
            body["presence_penalty"] = presence;
        if (p.ResponseFormat is { } format)
            body["response_format"] = format.ToNode();
        if (p.ToolChoice is { } choice)
            body["tool_choice"] = choice.ToNode();
    }
}
