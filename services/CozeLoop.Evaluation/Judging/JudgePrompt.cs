using System.Text;
using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Prompts;
using CozeLoop.Evaluation.Kinds;

namespace CozeLoop.Evaluation.Judging;

/// <summary>What the judge is sent.</summary>
internal static class JudgePrompt
{
    private const string BinaryForm =
        "Reply with one JSON object and nothing else: {\"pass\": true or false, \"reason\": \"one sentence\"}";
    private const string ScoreForm =
        "Reply with one JSON object and nothing else: {\"score\": a whole number from 1 (worst) to 5 (best), \"reason\": \"one sentence\"}";

    /// <summary>Null where they would be longer than a prompt may be.</summary>
    public static IReadOnlyList<ChatMessage>? Messages(Judge judge, Subject subject)
    {
        var variables = new Dictionary<string, string>
        {
            ["history"] = Transcript(subject.History),
            ["answer"] = Say(subject.Answer),
            ["reference"] = subject.Reference is { } reference ? Say(reference) : "",
        };
        var rendered = MessageTemplates.Render(judge.Messages, variables);
        if (rendered.TooLong)
            return null;
        var messages = rendered.Messages.ToList();
        string form = judge.IsBinary ? BinaryForm : ScoreForm;
        messages[^1] = messages[^1] with { Content = messages[^1].Content + "\n\n" + form };
        return messages;
    }

    /// <summary>As OpenAI's <c>response_format</c>.</summary>
    public static JsonElement Schema(bool binary)
    {
        object field = binary ? new { type = "boolean" } : new { type = "integer", @enum = new[] { 1, 2, 3, 4, 5 } };
        string name = binary ? "pass" : "score";
        var properties = new Dictionary<string, object> { ["reason"] = new { type = "string" }, [name] = field };
        var schema = new
        {
            type = "object",
            properties,
            required = new[] { "reason", name },
            additionalProperties = false,
        };
        return JsonSerializer.SerializeToElement(
            new
            {
                type = "json_schema",
                json_schema = new
                {
                    name = "verdict",
                    strict = true,
                    schema,
                },
            }
        );
    }

    /// <summary>
    /// The conversation as text, without its system prompt: the arms differ in it, so a judge that saw it would know which arm it judges.
    /// </summary>
    public static string Transcript(IReadOnlyList<ChatMessage> history) =>
        string.Join('\n', history.Where(m => !ChatRoles.IsInstruction(m.Role)).Select(m => $"{m.Role}: {Say(m)}"));

    private static string Say(ChatMessage message)
    {
        var text = new StringBuilder(message.Content);
        if (ContentParts.BesideTexts(message.Parts) is { } parts)
            text.Append(text.Length > 0 ? "\n" : "").Append(parts.GetRawText());
        foreach (var call in message.ToolCalls ?? [])
            text.Append(text.Length > 0 ? "\n" : "").Append("[calls ").Append(call.Name).Append('(').Append(call.Arguments).Append(")]");
        return text.ToString();
    }
}
