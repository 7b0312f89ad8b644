using System.Globalization;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Chat;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// A conversation as spans: one session, one trace a user line, in it one model span an assistant message with exactly what stood before it,
/// and one tool span a call. Tools' results are paired by position, because their ids repeat in real data. The source has no times, models,
/// usage or costs, and none are made up: starts only keep the order.
/// </summary>
internal sealed class ConversationSpans(Conversation conversation, long start, ConversationImport import)
{
    private readonly List<OtlpSpan> spans = [];
    private Turn? turn;
    private int turns;

    /// <summary>Nanoseconds from one span to the next.</summary>
    public const long Step = 1_000;

    public int Traces => turns;

    public IReadOnlyList<OtlpSpan> Write()
    {
        var messages = conversation.Messages;
        for (int i = 0; i < messages.Count; i++)
        {
            switch (messages[i].Role)
            {
                case "user": Begin(messages[i].Content); break;
                case "assistant": Answer(i); break;
            }
        }
        Finish();
        return spans;
    }

    private void Begin(string? line)
    {
        Finish();
        turns++;
        string trace = Ids.TraceId("conversation", import.WorkspaceText, conversation.Id, conversation.Key, turns.ToString(CultureInfo.InvariantCulture));
        // The root takes its place now and is written when its answer is known.
        turn = new Turn(trace, SpanId(trace, "root"), spans.Count, line);
        spans.Add(null!);
    }

    private void Answer(int index)
    {
        if (turn is null) Begin(null); // The assistant speaks first.
        var message = conversation.Messages[index];
        var before = conversation.Messages.Take(index);
        Add("assistant", "model", $"model{index}", new()
        {
            ["cozeloop.input.messages"] = JsonSerializer.Serialize(before, Json.Compact),
            ["cozeloop.output.messages"] = JsonSerializer.Serialize(new[] { message }, Json.Compact),
            ["cozeloop.tools"] = import.ToolsJson,
        });
        if (!string.IsNullOrEmpty(message.Content)) turn!.Answer = message.Content;
        for (int call = 0; call < (message.ToolCalls?.Count ?? 0); call++) Tool(index, call, message.ToolCalls![call]);
    }

    private void Tool(int index, int call, ChatToolCall made)
    {
        int at = index + 1 + call;
        // Results follow their message without a gap; the first line of another role ends them.
        bool answered = at < conversation.Messages.Count && conversation.Messages.Skip(index + 1).Take(call + 1).All(m => m.Role == "tool");
        string? result = answered ? conversation.Messages[at].Content : null;
        Add(made.Name, "tool", $"tool{index}.{call}", new()
        {
            ["cozeloop.tool.name"] = made.Name, ["cozeloop.tool.call_id"] = made.Id, ["cozeloop.tool.arguments"] = made.Arguments, ["cozeloop.tool.result"] = result,
            ["cozeloop.input"] = made.Arguments, ["cozeloop.output"] = result,
        });
    }

    private void Finish()
    {
        if (turn is null) return;
        var attributes = Common("agent");
        attributes["cozeloop.input"] = turn.Line;
        attributes["cozeloop.output"] = turn.Answer;
        spans[turn.Place] = Span(turn.Root, null, import.Name ?? "conversation", turn.Place, attributes);
        turn = null;
    }

    private void Add(string name, string kind, string id, Dictionary<string, object?> content)
    {
        var attributes = Common(kind);
        foreach (var (key, value) in content) attributes[key] = value;
        spans.Add(Span(SpanId(turn!.Trace, id), turn.Root, name, spans.Count, attributes));
    }

    private OtlpSpan Span(string id, string? parent, string name, int place, Dictionary<string, object?> attributes) =>
        new(turn!.Trace, id, parent, name, start + place * Step, start + place * Step) { Attributes = attributes };

    private Dictionary<string, object?> Common(string kind) => new()
    {
        ["cozeloop.kind"] = kind, ["cozeloop.time.unknown"] = true, ["session.id"] = conversation.Id, ["cozeloop.turn"] = turns,
        ["cozeloop.task.id"] = conversation.TaskId, ["cozeloop.sample"] = import.Sample ? true : null,
    };

    private static string SpanId(string trace, string place) => Ids.SpanId("conversation", trace, place);

    private sealed record Turn(string Trace, string Root, int Place, string? Line)
    {
        public string? Answer { get; set; }
    }
}

/// <param name="ToolsJson">Tool definitions in the platform's form, or null.</param>
internal sealed record ConversationImport(string WorkspaceText, string? Name, bool Sample, string? ToolsJson);
