using System.Text;

namespace CozeLoop.Experiments.Replays.Recovery;

/// <summary>
/// Unicode's form C of any text. The library refuses texts with U+FFFE or half of a surrogate pair, but recordings hold them.
/// </summary>
internal static class Composed
{
    public static string Of(string text)
    {
        StringBuilder? composed = null;
        int done = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (text[i] == '\uFFFE' || char.IsSurrogate(text[i]))
            {
                (composed ??= new StringBuilder()).Append(text[done..i].Normalize(NormalizationForm.FormC)).Append(text[i]);
                done = i + 1;
            }
        }
        return composed is null
            ? text.Normalize(NormalizationForm.FormC)
            : composed.Append(text[done..].Normalize(NormalizationForm.FormC)).ToString();
    }
}
