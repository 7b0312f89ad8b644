using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Chat.Json;
using CozeLoop.Chat.Providers;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Models.Providers.OpenAi;

/// <summary>
/// Puts a streamed chat completion together: content may be null in any chunk, tool calls come in pieces by index, usage comes in a last
/// chunk whose <c>choices</c> are empty.
/// </summary>
internal sealed class OpenAiReader : IAnswerReader
{
    private const int MaxToolCalls = 1024;

    private readonly StringBuilder text = new(),
        reasoning = new();
    private readonly SortedDictionary<long, ToolCallDraft> calls = [];
    private string? finishReason;
    private bool done,
        sawText;
    private TokenUsage usage = new();

    public bool HasContent => text.Length > 0 || reasoning.Length > 0 || calls.Count > 0;

    public ProviderOutcome.Failed? Take(string data)
    {
        if (data == "[DONE]")
        {
            done = true;
            return null;
        }
        if (JsonReading.Parse(data) is not { } chunk)
            return ProviderOutcome.Fail(FailureCauses.ProviderError, "A piece of the stream is not JSON.", retryable: true);
        if (chunk.Get("error") is { } error)
            return ProviderErrors.FromStream(error);
        if (chunk.Get("usage") is { } counted)
            usage = OpenAiChat.ReadUsage(counted);
        foreach (var choice in chunk.Items("choices").Where(c => (c.Number("index") ?? 0) == 0))
            Take(choice);
        return null;
    }

    public ProviderOutcome End(double? firstTokenMs)
    {
        if (finishReason is null && !done)
            return ProviderOutcome.Fail(FailureCauses.Interrupted, "The stream ended before the answer did.", retryable: true);
        var message = new ChatMessage(ChatRoles.Assistant, sawText || calls.Count == 0 ? text.ToString() : null)
        {
            ToolCalls = calls.Count > 0 ? [.. calls.Values.Select(c => c.ToCall())] : null,
            Reasoning = reasoning.Length > 0 ? reasoning.ToString() : null,
            FinishReason = finishReason,
        };
        return Finish(message, usage, firstTokenMs);
    }

    public ProviderOutcome Whole(JsonElement body)
    {
        if (body.Get("error") is { } error)
            return ProviderErrors.FromStream(error);
        return OpenAiChat.ReadAnswer(body) is { } answer
            ? Finish(answer.Message, answer.Usage, null)
            : ProviderOutcome.Fail(FailureCauses.ProviderError, "The answer has no message.", retryable: false);
    }

    private static ProviderOutcome Finish(ChatMessage message, TokenUsage usage, double? firstTokenMs) =>
        message.FinishReason == FinishReason.ContentFilter
            ? ProviderOutcome.Fail(
                FailureCauses.Refused,
                "The provider's content filter stopped the answer.",
                retryable: false,
                code: "content_filter"
            )
            : new ProviderOutcome.Answered(message, usage, firstTokenMs);

    private void Take(JsonElement choice)
    {
        finishReason = choice.Text("finish_reason") ?? finishReason;
        if (choice.Get("delta") is not { } delta)
            return;
        if (delta.Text("content") is { } piece)
        {
            sawText |= piece.Length > 0;
            text.Append(piece);
        }
        reasoning.Append(delta.Text("reasoning_content") ?? delta.Text("reasoning"));
        foreach (var call in delta.Items("tool_calls"))
        {
            long index = call.Number("index") ?? 0;
            if (!calls.TryGetValue(index, out var draft))
            {
                // The stream's length bounds the texts, but a call of a few bytes takes hundreds in memory.
                if (calls.Count == MaxToolCalls)
                    continue;
                calls[index] = draft = new ToolCallDraft();
            }
            draft.Take(call);
        }
    }

    private sealed class ToolCallDraft
    {
        private readonly StringBuilder arguments = new();
        private string? id,
            name;

        public void Take(JsonElement piece)
        {
            id ??= piece.Text("id");
            name ??= piece.Get("function")?.Text("name");
            arguments.Append(piece.Get("function")?.Text("arguments"));
        }

        public ChatToolCall ToCall() => new(id, name ?? "", arguments.ToString());
    }
}
