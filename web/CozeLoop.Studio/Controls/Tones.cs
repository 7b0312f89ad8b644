namespace CozeLoop.Studio.Controls;

/// <summary>Classes of the stylesheet that say how something is to be taken. A word always goes with the colour.</summary>
internal static class Tones
{
    public const string Better = "better",
        Worse = "worse",
        Unsure = "unsure";
}
