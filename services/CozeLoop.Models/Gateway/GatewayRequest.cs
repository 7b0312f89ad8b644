using System.Text.Json;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Providers;

namespace CozeLoop.Models.Gateway;

/// <summary>A chat completion request as a client sent it.</summary>
/// <param name="Body">The whole JSON: what the platform does not know passes through to an OpenAI-compatible server.</param>
internal sealed record GatewayRequest(JsonElement Body, string Model)
{
    private const int MaxModel = 500;

    public bool Stream => Body.Get("stream") is { ValueKind: JsonValueKind.True };

    public bool WantsUsage => Body.Get("stream_options")?.Get("include_usage") is { ValueKind: JsonValueKind.True };

    /// <summary>Null, and why, where the body is none.</summary>
    public static (GatewayRequest? Request, string? Error, string? Param) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return (null, "The body is a JSON object.", null);
        if (body.Text("model") is not { Length: > 0 and <= MaxModel } model)
        {
            return (null, $"A request names its model, in 1 to {MaxModel} characters.", "model");
        }
        if (!body.Items("messages").Any())
            return (null, "A request has at least one message.", "messages");
        return GatewayParameters.Fault(body) is { } fault
            ? (null, fault.Error, fault.Param)
            : (new GatewayRequest(body, model), null, null);
    }

    /// <summary>In the platform's form: for the span, and for providers that speak another one.</summary>
    public ProviderRequest ToProvider(Connection connection, string model) =>
        new(
            connection,
            model,
            [.. Body.Items("messages").Select(OpenAiChat.ReadMessage)],
            [.. Body.Items("tools").Select(OpenAiChat.ReadTool)],
            OpenAiChat.ReadParameters(Body)
        );
}
