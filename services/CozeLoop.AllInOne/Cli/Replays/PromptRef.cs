using System.Globalization;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary><c>KEY</c> (the latest version), <c>KEY@3</c> or <c>KEY@draft</c>.</summary>
internal sealed record PromptRef(string Key, int? Version, bool Draft)
{
    /// <summary>Null where the text is no such reference.</summary>
    public static PromptRef? Parse(string text)
    {
        int at = text.LastIndexOf('@');
        if (at < 0)
            return text.Length > 0 ? new PromptRef(text, null, false) : null;
        string key = text[..at],
            version = text[(at + 1)..];
        if (key.Length == 0)
            return null;
        if (version == "draft")
            return new PromptRef(key, null, true);
        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? new PromptRef(key, number, false)
            : null;
    }
}
