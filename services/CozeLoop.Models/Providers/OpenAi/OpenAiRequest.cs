using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Models.Providers.OpenAi;

/// <summary>Sends a chat completion request. Parameters that are null are not sent: the provider's defaults hold.</summary>
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
        // OpenAI's own newer models refuse max_tokens; other servers know only that.
        string limit = call.Connection.BaseUrl!.Host == "api.openai.com" ? "max_completion_tokens" : OpenAiChat.MaxTokens;
        var body = OpenAiChat.WriteRequest(call.ToSend(), limit);
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        return body;
    }
}
