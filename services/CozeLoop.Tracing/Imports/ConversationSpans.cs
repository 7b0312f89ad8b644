using System.Globalization;
using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// A conversation as spans: one session, one trace a user line, in it one model span an assistant message with exactly what stood before
/// it, and one tool span a call with its result (<see cref="ToolAnswers"/>). The source has no times, models, usage or costs, and none are
/// made up: starts only keep the order.
/// </summary>
internal sealed class ConversationSpans(Conversation conversation, long start, ConversationImport import)
{
    private Turn? turn;
    private int turns,
        places;

    /// <summary>Nanoseconds from one span to the next.</summary>
    public const long Step = 1_000;

    /// <summary>In order of their starts, each when it is asked for: together they may be much longer than the conversation.</summary>
    public IEnumerable<OtlpSpan> Write()
    {
        var messages = conversation.Messages;
        var before = new History();
        for (int i = 0; i < messages.Count; i++)
        {
            if (messages[i].Role == ChatRoles.User)
                yield return Begin(messages[i].Content, i + 1);
            if (messages[i].Role == ChatRoles.Assistant)
            {
                if (turn is null)
                    yield return Begin(null, i); // The assistant speaks first.
                yield return Answer(i, before);
                var calls = messages[i].ToolCalls ?? [];
                // Results follow their message without a gap; the first line of another role ends them.
                ChatMessage[] results = [.. messages.Skip(i + 1).TakeWhile(m => m.Role == ChatRoles.Tool)];
                var places = ToolAnswers.Of(calls, results);
                for (int call = 0; call < calls.Count; call++)
                    yield return Tool(i, call, calls[call], places[call] is { } place ? MessageText.Of(results[place]) : null);
            }
            before.Add(messages[i]);
        }
    }

    private OtlpSpan Begin(string? line, int next)
    {
        turns++;
        string trace = Ids.TraceId(
            "conversation",
            import.WorkspaceText,
            conversation.Id,
            conversation.Key,
            turns.ToString(CultureInfo.InvariantCulture)
        );
        turn = new Turn(trace, SpanId(trace, "root"));
        var attributes = Common(SpanKinds.Agent);
        attributes["cozeloop.input"] = line;
        attributes["cozeloop.output"] = AnswerFrom(next);
        return Span(turn.Root, null, import.Name ?? "conversation", attributes);
    }

    /// <summary>The last thing the assistant says before the user's next line.</summary>
    private string? AnswerFrom(int next)
    {
        string? answer = null;
        for (int i = next; i < conversation.Messages.Count && conversation.Messages[i].Role != ChatRoles.User; i++)
        {
            if (conversation.Messages[i] is { Role: ChatRoles.Assistant, Content: { Length: > 0 } content })
                answer = content;
        }
        return answer;
    }

    private OtlpSpan Answer(int index, History before)
    {
        var attributes = Common(SpanKinds.Model);
        attributes["cozeloop.input.messages"] = before.ToJson();
        attributes["cozeloop.output.messages"] = JsonSerializer.Serialize(new[] { conversation.Messages[index] }, Json.Compact);
        attributes["cozeloop.tools"] = import.ToolsJson;
        return Span(SpanId(turn!.Trace, $"model{index}"), turn.Root, "assistant", attributes);
    }

    private OtlpSpan Tool(int index, int call, ChatToolCall made, string? result)
    {
        var attributes = Common(SpanKinds.Tool);
        attributes["cozeloop.tool.name"] = made.Name;
        attributes["cozeloop.tool.call_id"] = made.Id;
        attributes["cozeloop.tool.arguments"] = made.Arguments;
        attributes["cozeloop.tool.result"] = result;
        attributes["cozeloop.input"] = made.Arguments;
        attributes["cozeloop.output"] = result;
        return Span(SpanId(turn!.Trace, $"tool{index}.{call}"), turn.Root, made.Name, attributes);
    }

    private OtlpSpan Span(string id, string? parent, string name, Dictionary<string, object?> attributes)
    {
        long at = start + places++ * Step;
        return new OtlpSpan(turn!.Trace, id, parent, name, at, at) { Attributes = attributes };
    }

    private Dictionary<string, object?> Common(string kind) =>
        new()
        {
            ["cozeloop.kind"] = kind,
            ["cozeloop.time.unknown"] = true,
            ["session.id"] = conversation.Id,
            ["cozeloop.turn"] = turns,
            ["cozeloop.task.id"] = conversation.TaskId,
            ["cozeloop.sample"] = import.Sample ? true : null,
        };

    private static string SpanId(string trace, string place) => Ids.SpanId("conversation", trace, place);

    private sealed record Turn(string Trace, string Root);

    /// <summary>The messages so far as JSON: each is written once, however many calls hold it.</summary>
    private sealed class History
    {
        private readonly StringBuilder _text = new("[");

        public void Add(ChatMessage message)
        {
            if (_text.Length > 1)
                _text.Append(',');
            _text.Append(JsonSerializer.Serialize(message, Json.Compact));
        }

        public string ToJson() => $"{_text}]";
    }
}

/// <param name="ToolsJson">Tool definitions in the platform's form, or null.</param>
internal sealed record ConversationImport(string WorkspaceText, string? Name, bool Sample, string? ToolsJson);
