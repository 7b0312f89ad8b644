using CozeLoop.Chat;

namespace CozeLoop.Contracts.Prompts;

/// <summary>Templates of a prompt's messages: their texts are templates, everything else passes as it is.</summary>
public static class MessageTemplates
{
    /// <summary>Distinct variable names of all messages, in order of first use.</summary>
    public static IReadOnlyList<string> Variables(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(m => PromptTemplate.Parse(m.Content ?? "").Variables).Distinct(StringComparer.Ordinal)];

    /// <summary>All messages rendered, or every variable that lacks a value, or nothing where it would be too long.</summary>
    public static RenderedMessages Render(IReadOnlyList<ChatMessage> messages, IReadOnlyDictionary<string, string> variables)
    {
        var rendered = new List<ChatMessage>(messages.Count);
        var unknown = new List<string>();
        long length = 0;
        foreach (var message in messages)
        {
            var result = message.Content is null ? null : PromptTemplate.Parse(message.Content).Render(variables);
            if (result is RenderResult.UnknownVariables missing)
                unknown.AddRange(missing.Names);
            else if (
                result is RenderResult.TooLong
                || (length += (result as RenderResult.Rendered)?.Text.Length ?? 0) > PromptTemplate.MaxRendered
            )
            {
                return new RenderedMessages([], []) { TooLong = true };
            }
            else
                rendered.Add(result is RenderResult.Rendered text ? message with { Content = text.Text } : message);
        }
        return unknown.Count > 0
            ? new RenderedMessages([], [.. unknown.Distinct(StringComparer.Ordinal)])
            : new RenderedMessages(rendered, []);
    }
}

/// <param name="Messages">Empty where a variable lacks a value.</param>
/// <param name="UnknownVariables">Holes without a value; empty when rendered.</param>
public sealed record RenderedMessages(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<string> UnknownVariables)
{
    /// <summary>Nothing was rendered, because all texts together would be longer than <see cref="PromptTemplate.MaxRendered"/>.</summary>
    public bool TooLong { get; init; }
}
