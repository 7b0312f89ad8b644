using System.Globalization;
using System.Text;
using CozeLoop.Chat;

namespace CozeLoop.Experiments.Replays.Planning.Independence;

/// <summary>What a request asks, as words: without its instructions, and without what does not change a question (case, punctuation,
/// white space, the form of a character).</summary>
internal static class Words
{
    /// <summary>A text this long says by its end what it asks; more would make the comparison of 10,000 requests slow.</summary>
    private const int MostWords = 500;

    public static string[] Of(IReadOnlyList<ChatMessage> messages)
    {
        var words = new List<string>();
        foreach (var message in messages.Where(m => !ChatRoles.IsInstruction(m.Role)))
        {
            Split(message.Content, words);
            // What is no text counts as a whole: two images are the same or they are not.
            if (message.Parts is { } parts)
                words.Add(parts.GetRawText());
            foreach (var call in message.ToolCalls ?? [])
                Split($"{call.Name} {call.Arguments}", words);
        }
        return [.. words.TakeLast(MostWords)];
    }

    private static void Split(string? text, List<string> words)
    {
        var word = new StringBuilder();
        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
        foreach (var rune in Plain(text).EnumerateRunes())
        {
            if (IsWrittenWithoutSpaces(rune))
            {
                End();
                words.Add(rune.ToString());
            }
            else if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            else
                End();
        }
        End();
    }

    /// <summary>Compatibility form; half a surrogate pair and noncharacters have none and are left as they are.</summary>
    private static string Plain(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        string sound = string.Concat(text.EnumerateRunes().Where(r => (r.Value & 0xFFFE) != 0xFFFE && r.Value is < 0xFDD0 or > 0xFDEF));
        return sound.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Chinese characters and kana: a word each, since no space parts them.</summary>
    private static bool IsWrittenWithoutSpaces(Rune rune) =>
        rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
