using CozeLoop.Chat;
using CozeLoop.Contracts.Prompts;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>Aligns all messages of a prompt at once, because a name used in two of them must mean the same in both.</summary>
internal static class JoinedMessages
{
    /// <param name="template">The version's messages.</param>
    /// <param name="texts">The recorded texts, one for each of them.</param>
    public static Alignment Align(IReadOnlyList<ChatMessage> template, IReadOnlyList<string> texts, int parses, SearchBudget budget)
    {
        // The border occurs nowhere else and exactly as often as the template asks for it, so no hole can swallow one.
        char border = Enumerable
            .Range(0xE000, 0x1900)
            .Select(c => (char)c)
            .FirstOrDefault(c => !texts.Any(t => t.Contains(c)) && !template.Any(m => m.Content?.Contains(c) == true));
        if (border == default)
            return new Alignment([], Complete: false); // A text of nothing but such characters.
        var parts = new List<TemplatePart>();
        for (int i = 0; i < template.Count; i++)
        {
            if (i > 0)
                Append(new TemplatePart.Literal(border.ToString()));
            foreach (var part in PromptTemplate.Parse(template[i].Content ?? "").Parts)
                Append(part);
        }
        return TemplateAlignment.Align(parts, string.Join(border, texts), parses, budget);

        void Append(TemplatePart part)
        {
            if (part is TemplatePart.Literal next && parts is [.., TemplatePart.Literal last])
                parts[^1] = new TemplatePart.Literal(last.Text + next.Text);
            else
                parts.Add(part);
        }
    }
}
