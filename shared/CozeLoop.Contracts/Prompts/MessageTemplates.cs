using CozeLoop.Contracts.Chat;

namespace CozeLoop.Contracts.Prompts;

/// <summary>Templates of a prompt's messages: their texts are templates, everything else passes as it is.</summary>
public static class MessageTemplates
{
    /// <summary>Distinct variable names of all messages, in order of first use.</summary>
    public static IReadOnlyList<string> Variables(IEnumerable<ChatMessage> messages) =>
        [.. messages.SelectMany(m => PromptTemplate.Parse(m.Content ?? "").Variables).Distinct(StringComparer.Ordinal)];

    /// <summary>All messages rendered, or every variable that lacks a value.</summary>
    public static RenderedMessages Render(IReadOnlyList<ChatMessage> messages, IReadOnlyDictionary<string, string> variables)
    {
        var rendered = new List<ChatMessage>(messages.Count);
        var unknown = new List<string>();
        foreach (var message in messages)
        {
            if (message.Content is null) rendered.Add(message);
            else if (PromptTemplate.Parse(message.Content).Render(variables) is RenderResult.Rendered text) rendered.Add(message with { Content = text.Text });
            else unknown.AddRange(PromptTemplate.Parse(message.Content).Variables.Where(name => !variables.ContainsKey(name)));
        }
        return unknown.Count > 0 ? new RenderedMessages([], [.. unknown.Distinct(StringComparer.Ordinal)]) : new RenderedMessages(rendered, []);
    }
}

/// <param name="Messages">Empty where a variable lacks a value.</param>
/// <param name="UnknownVariables">Holes without a value; empty when rendered.</param>
public sealed record RenderedMessages(IReadOnlyList<ChatMessage> Messages, IReadOnlyList<string> UnknownVariables);
