using System.Globalization;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>A comparison's sentences in the reader's language: what was found, and apart from it what that rests on.</summary>
internal sealed record VerdictSentence(string Headline, string Rest)
{
    public static VerdictSentence Of(Comparison comparison, CultureInfo culture)
    {
        bool chinese = culture.TwoLetterISOLanguageName == "zh";
        string text = (chinese ? comparison.SentenceZh : comparison.Sentence).Trim();
        // A point within a number ("6.5") ends nothing: in English a sentence ends with a point and a space.
        string end = chinese ? "。" : ". ";
        int at = text.IndexOf(end, StringComparison.Ordinal);
        return at < 0
            ? new VerdictSentence(text.TrimEnd('.', '。'), "")
            : new VerdictSentence(text[..at], text[(at + end.Length)..].Trim());
    }
}
