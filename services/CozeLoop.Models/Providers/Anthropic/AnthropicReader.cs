using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers.Anthropic;

/// <summary>
/// Puts a streamed message together from its content blocks. Usage is exclusive: <c>input_tokens</c> does not contain the cached ones, so
/// every number is taken as it is; the start carries the input's, the end the output's.
/// </summary>
internal sealed class AnthropicReader : IAnswerReader
{
    private const int MaxBlocks = 1024;

    private readonly SortedDictionary<long, Block> blocks = [];
    private TokenUsage usage = new();
    private string? stopReason;
    private bool done;

    public bool HasContent { get; private set; }

    public ProviderOutcome.Failed? Take(string data)
    {
        if (JsonReading.Parse(data) is not { } item)
            return ProviderOutcome.Fail(FailureCauses.ProviderError, "A piece of the stream is not JSON.", retryable: true);
        switch (item.Text("type"))
        {
            case "message_start":
                Count(item.Get("message")?.Get("usage"));
                break;
            case "content_block_start" when blocks.Count < MaxBlocks:
                var started = blocks[item.Number("index") ?? 0] = new Block(item.Get("content_block") ?? default);
                HasContent |= started.HasContent;
                break;
            case "content_block_delta":
                Take(item.Number("index") ?? 0, item.Get("delta") ?? default);
                break;
            case "message_delta":
                stopReason = item.Get("delta")?.Text("stop_reason") ?? stopReason;
                Count(item.Get("usage"));
                break;
            case "message_stop":
                done = true;
                break;
            case "error":
                return ProviderErrors.FromStream(item.Get("error") ?? default);
        }
        return null;
    }

    public ProviderOutcome End(double? firstTokenMs) =>
        stopReason is null && !done
            ? ProviderOutcome.Fail(FailureCauses.Interrupted, "The stream ended before the answer did.", retryable: true)
            : Finish(Message(), usage, stopReason, firstTokenMs);

    public ProviderOutcome Whole(JsonElement body)
    {
        if (body.Get("error") is { } error)
            return ProviderErrors.FromStream(error);
        var answer = AnthropicMessages.ReadAnswer(body);
        return Finish(answer.Message, answer.Usage, body.Text("stop_reason"), null);
    }

    private static ProviderOutcome Finish(ChatMessage message, TokenUsage usage, string? stopReason, double? firstTokenMs) =>
        stopReason == "refusal"
            ? ProviderOutcome.Fail(FailureCauses.Refused, "The model declined to answer.", retryable: false, code: "refusal")
            : new ProviderOutcome.Answered(message, usage, firstTokenMs);

    private ChatMessage Message()
    {
        var calls = blocks
            .Values.Where(b => b.Type == "tool_use")
            .Select(b => new ChatToolCall(b.Id, b.Name, b.Text.Length > 0 ? b.Text.ToString() : "{}"))
            .ToList();
        string text = Join("text"),
            thinking = Join("thinking");
        return new ChatMessage(ChatRoles.Assistant, text.Length > 0 || calls.Count == 0 ? text : null)
        {
            ToolCalls = calls.Count > 0 ? calls : null,
            Reasoning = thinking.Length > 0 ? thinking : null,
            FinishReason = AnthropicMessages.ReadFinishReason(stopReason),
        };
    }

    private string Join(string type) => string.Concat(blocks.Values.Where(b => b.Type == type).Select(b => b.Text.ToString()));

    private void Take(long index, JsonElement delta)
    {
        if (!blocks.TryGetValue(index, out var block))
            return;
        block.Text.Append(delta.Text("text") ?? delta.Text("partial_json") ?? delta.Text("thinking"));
        HasContent |= block.HasContent;
    }

    private void Count(JsonElement? counted)
    {
        var later = AnthropicMessages.ReadUsage(counted);
        usage = new TokenUsage
        {
            Input = later.Input ?? usage.Input,
            Output = later.Output ?? usage.Output,
            CacheRead = later.CacheRead ?? usage.CacheRead,
            CacheWrite = later.CacheWrite ?? usage.CacheWrite,
        };
    }

    private sealed class Block(JsonElement start)
    {
        public string Type { get; } = start.Text("type") ?? "";
        public string? Id { get; } = start.Text("id");
        public string Name { get; } = start.Text("name") ?? "";

        // A tool's input starts as {} and comes in pieces.
        public StringBuilder Text { get; } = new(start.Text("text") ?? start.Text("thinking") ?? "");
        public bool HasContent => Text.Length > 0 || Type == "tool_use";
    }
}
