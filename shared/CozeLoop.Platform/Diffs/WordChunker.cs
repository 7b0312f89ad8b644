using System.Globalization;
using DiffPlex;

namespace CozeLoop.Platform.Diffs;

/// <summary>
/// Cuts text into words, runs of white space and single other characters; joined again they are the text. Scripts without spaces
/// (Chinese, Japanese) are cut by character, because a whole sentence as one word would always differ.
/// </summary>
internal sealed class WordChunker : IChunker
{
    public static WordChunker Instance { get; } = new();

    public IReadOnlyList<string> Chunk(string text)
    {
        var chunks = new List<string>();
        int start = 0;
        while (start < text.Length)
        {
            int end = start + Step(text, start);
            var kind = KindAt(text, start);
            while (kind != Kind.Single && end < text.Length && KindAt(text, end) == kind)
                end += Step(text, end);
            chunks.Add(text[start..end]);
            start = end;
        }
        return chunks;
    }

    private enum Kind
    {
        Single,
        Word,
        Space,
    }

    private static int Step(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    private static Kind KindAt(string text, int at)
    {
        if (char.IsWhiteSpace(text[at]))
            return Kind.Space;
        return CharUnicodeInfo.GetUnicodeCategory(text, at) switch
        {
            // Han, Hangul and kana are "other letters" as well; below U+2E80 such letters (Arabic, Hebrew, Thai …) form words.
            UnicodeCategory.OtherLetter => text[at] < '\u2E80' ? Kind.Word : Kind.Single,
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.ConnectorPunctuation => Kind.Word,
            _ => Kind.Single,
        };
    }
}
