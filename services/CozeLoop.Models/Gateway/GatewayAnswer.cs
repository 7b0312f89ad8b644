using System.Text.Json.Nodes;
using CozeLoop.Chat;
using CozeLoop.Chat.Providers;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Gateway;

/// <summary>Writes an answer that came from another kind of provider in OpenAI's format. Streamed, it is one piece of text: such answers
/// are complete before the first byte.</summary>
internal static class GatewayAnswer
{
    public static async Task WriteAsync(
        HttpResponse response,
        GatewayRequest request,
        ModelCallResult result,
        string id,
        long created,
        CancellationToken ct
    )
    {
        if (!request.Stream)
        {
            await response.WriteAsJsonAsync(Whole(request, result, id, created), ct);
            return;
        }
        response.ContentType = "text/event-stream";
        foreach (var chunk in Chunks(request, result, id, created))
            await response.WriteAsync($"data: {chunk.ToJsonString()}\n\n", ct);
        await response.WriteAsync("data: [DONE]\n\n", ct);
    }

    private static JsonObject Whole(GatewayRequest request, ModelCallResult result, string id, long created)
    {
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["message"] = OpenAiChat.WriteMessage(result.Message!),
            ["finish_reason"] = result.Message!.FinishReason ?? FinishReason.Stop,
        };
        return Envelope("chat.completion", request, id, created, new JsonArray(choice), OpenAiChat.WriteUsage(result.Usage));
    }

    private static IEnumerable<JsonObject> Chunks(GatewayRequest request, ModelCallResult result, string id, long created)
    {
        const string kind = "chat.completion.chunk";
        var delta = OpenAiChat.WriteMessage(result.Message!)!.AsObject();
        for (int i = 0; i < (delta["tool_calls"]?.AsArray().Count ?? 0); i++)
            delta["tool_calls"]![i]!["index"] = i;
        yield return Envelope(kind, request, id, created, Choice(delta, null), null);
        yield return Envelope(kind, request, id, created, Choice([], result.Message!.FinishReason ?? FinishReason.Stop), null);
        if (request.WantsUsage)
            yield return Envelope(kind, request, id, created, [], OpenAiChat.WriteUsage(result.Usage));
    }

    private static JsonArray Choice(JsonObject delta, string? finishReason) =>
        new(
            new JsonObject
            {
                ["index"] = 0,
                ["delta"] = delta,
                ["finish_reason"] = finishReason,
            }
        );

    private static JsonObject Envelope(string kind, GatewayRequest request, string id, long created, JsonArray choices, JsonObject? usage)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["object"] = kind,
            ["created"] = created,
            ["model"] = request.Model,
            ["choices"] = choices,
        };
        if (usage is not null)
            json["usage"] = usage;
        return json;
    }
}
