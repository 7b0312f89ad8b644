namespace CozeLoop.Studio.Areas.Replays;

/// <summary>The look of a verdict or outcome: its class in the stylesheet and its colour token. A word always goes with the colour.</summary>
internal static class Verdicts
{
    public static string Class(string? verdict) => verdict switch
    {
        "better" or "win" => "better",
        "worse" or "loss" => "worse",
        "inconclusive" or "missing" => "unsure",
        _ => "",
    };

    public static string Colour(string? verdict) => Class(verdict) is { Length: > 0 } known ? $"var(--{known})" : "var(--line-strong)";
}
