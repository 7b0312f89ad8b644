using System.Text.RegularExpressions;

namespace CozeLoop.Evaluation.Judging;

/// <summary>What a judge says, without what it thought on the way: a draft of a verdict is none.</summary>
internal static partial class ReplyText
{
    /// <summary>
    /// The text outside of <c>&lt;think&gt;</c>, <c>&lt;thinking&gt;</c> and <c>&lt;reasoning&gt;</c>, nested or not. One that is never
    /// closed reaches to the end; one that is only closed began before the text, because some servers cut off the tag that opens it.
    /// </summary>
    public static string WithoutThoughts(string reply)
    {
        var said = new List<string>();
        int depth = 0,
            from = 0;
        foreach (Match tag in Tag().Matches(reply))
        {
            if (tag.Groups["closes"].Length == 0)
            {
                if (depth++ == 0)
                    said.Add(reply[from..tag.Index]);
                continue;
            }
            if (depth == 0)
                said.Clear();
            depth = Math.Max(0, depth - 1);
            from = tag.Index + tag.Length;
        }
        if (depth == 0)
            said.Add(reply[from..]);
        return string.Join('\n', said);
    }

    [GeneratedRegex(
        @"<[ \t]{0,4}(?<closes>/?)[ \t]{0,4}(?:think|thinking|reasoning)(?:\s[^<>]{0,200})?>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Tag();
}
