using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CozeLoop.Chat;

namespace CozeLoop.Testing.FakeModel;

/// <summary>A chat completion as it reached the server. <see cref="Number"/> counts requests from 1 in order of arrival.</summary>
/// <param name="ContentKey">Hash of everything but <c>stream</c>, <c>stream_options</c> and <c>user</c>: two requests with one key ask for
/// the same thing.</param>
public sealed record FakeModelRequest(
    int Number,
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    bool Stream,
    bool IncludeUsage,
    string? ApiKey,
    JsonElement Body,
    string ContentKey
)
{
    public string SystemPrompt => string.Join('\n', Messages.Where(m => m.Role is "system" or "developer").Select(m => m.Content));
    public string LastUserLine => Messages.LastOrDefault(m => m.Role == "user")?.Content ?? "";

    /// <summary>Null where the body is none: providers answer such with 400.</summary>
    internal static FakeModelRequest? TryRead(int number, JsonElement body, string? apiKey)
    {
        try
        {
            return Read(number, body, apiKey);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static FakeModelRequest Read(int number, JsonElement body, string? apiKey)
    {
        var messages = body.GetProperty("messages").EnumerateArray().Select(Message).ToList();
        bool stream = body.TryGetProperty("stream", out var s) && s.ValueKind == JsonValueKind.True;
        bool usage =
            body.TryGetProperty("stream_options", out var o)
            && o.TryGetProperty("include_usage", out var u)
            && u.ValueKind == JsonValueKind.True;
        string model = body.TryGetProperty("model", out var m) ? m.GetString() ?? "" : "";
        return new FakeModelRequest(number, model, messages, stream, usage, apiKey, body, Key(body));
    }

    private static ChatMessage Message(JsonElement message) =>
        new(message.GetProperty("role").GetString()!, Text(message))
        {
            ToolCallId = message.TryGetProperty("tool_call_id", out var id) ? id.GetString() : null,
            ToolCalls =
                message.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array
                    ? [.. calls.EnumerateArray().Select(ToolCall)]
                    : null,
        };

    private static ChatToolCall ToolCall(JsonElement call)
    {
        var function = call.GetProperty("function");
        return new ChatToolCall(
            call.GetProperty("id").GetString(),
            function.GetProperty("name").GetString()!,
            function.GetProperty("arguments").GetString()!
        );
    }

    private static string? Text(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
            return null;
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString(),
            JsonValueKind.Array => string.Concat(
                content.EnumerateArray().Where(p => p.TryGetProperty("text", out _)).Select(p => p.GetProperty("text").GetString())
            ),
            _ => null,
        };
    }

    private static string Key(JsonElement body)
    {
        var parts = body.EnumerateObject()
            .Where(p => p.Name is not ("stream" or "stream_options" or "user"))
            .OrderBy(p => p.Name, StringComparer.Ordinal);
        string text = string.Join('\n', parts.Select(p => p.Name + "=" + p.Value.GetRawText()));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
