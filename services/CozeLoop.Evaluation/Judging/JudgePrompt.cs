using System.Text.Json;
using CozeLoop.Chat;
using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Evaluation.Judging;

/// <summary>What the judge is sent.</summary>
internal static class JudgePrompt
{
    private const string BinaryForm =
        "Reply with one JSON object and nothing else: {\"pass\": true or false, \"reason\": \"one sentence\"}";
    private const string ScoreForm =
        "Reply with one JSON object and nothing else: {\"score\": a whole number from 1 (worst) to 5 (best), \"reason\": \"one sentence\"}";

    // Enough to see what was wrong with it; a judge that rambles is not paid for reading itself.
    private const int MostOfReply = 4000;

    /// <summary>Null where they would be longer than a prompt may be.</summary>
    public static IReadOnlyList<ChatMessage>? Messages(Judge judge, Material material)
    {
        var rendered = MessageTemplates.Render(judge.Messages, material.Variables);
        if (rendered.TooLong)
            return null;
        var messages = rendered.Messages.ToList();
        messages[^1] = messages[^1] with { Content = $"{messages[^1].Content}\n\n{material.Warning}\n\n{Form(judge)}" };
        return messages;
    }

    /// <summary>Asks again after a reply that could not be read.</summary>
    /// <param name="fault">What was wrong with it, as a sentence.</param>
    public static IReadOnlyList<ChatMessage> Again(Judge judge, IReadOnlyList<ChatMessage> asked, string? reply, string fault) =>
        [
            .. asked,
            // Providers refuse an empty message.
            new ChatMessage(ChatRoles.Assistant, string.IsNullOrWhiteSpace(reply) ? "(no text)" : End(reply)),
            new ChatMessage(ChatRoles.User, $"{fault} The rest still holds. {Form(judge)}"),
        ];

    private static string Form(Judge judge) => judge.IsBinary ? BinaryForm : ScoreForm;

    // The end is where the verdict should be.
    private static string End(string reply)
    {
        if (reply.Length <= MostOfReply)
            return reply;
        int from = reply.Length - MostOfReply;
        return "…" + reply[(char.IsLowSurrogate(reply[from]) ? from + 1 : from)..];
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
}
