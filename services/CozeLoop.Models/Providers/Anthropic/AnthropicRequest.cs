using System.Text;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Providers;

namespace CozeLoop.Models.Providers.Anthropic;

/// <summary>
/// Sends Anthropic's Messages request (https://docs.anthropic.com/en/api/messages). The form has no seed, so a seed is not sent;
/// parameters that would change the answer and cannot be sent are refused instead of dropped.
/// </summary>
internal static class AnthropicRequest
{
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
        var body = AnthropicMessages.WriteRequest(call.ToSend());
        body["stream"] = true;
        return body;
    }
}
