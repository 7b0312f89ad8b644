namespace CozeLoop.EndToEnd.Studio;

/// <summary>How the studio is looked at.</summary>
internal sealed record Look(string Name, string Theme, string Language)
{
    public static readonly Look[] All = [new("light", "light", "en"), new("dark", "dark", "en"), new("chinese", "light", "zh-Hans")];

    /// <summary>The overview's name in the rail, which no data contains.</summary>
    public string Overview => Language == "en" ? "Overview" : "总览";
}
