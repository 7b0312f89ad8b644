namespace CozeLoop.EndToEnd.Studio;

/// <summary>How the studio is looked at. A theme is changed under an open page, a language is not.</summary>
internal sealed record Appearance(string Language, IReadOnlyList<string> Themes)
{
    public static readonly Appearance[] All = [new("en", ["light", "dark"]), new("zh-Hans", ["dark", "light"])];

    /// <summary>The overview's name in the rail, which no data contains.</summary>
    public string Overview => Language == "en" ? "Overview" : "总览";

    /// <summary>Behind a picture's name.</summary>
    public string Suffix(string theme) =>
        Language == "en" ? theme
        : theme == "light" ? "chinese"
        : "chinese-dark";
}
