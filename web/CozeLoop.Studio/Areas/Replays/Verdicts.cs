namespace CozeLoop.Studio.Areas.Replays;

/// <summary>The look of a verdict or outcome: its class in the stylesheet and its colour token. A word always goes with the
/// colour.</summary>
internal static class Verdicts
{
    /// <param name="simulated">What a simulated model did has no colour: a green "win" would say that it was one.</param>
    public static string Class(string? verdict, bool simulated = false) =>
        simulated
            ? ""
            : verdict switch
            {
                "better" or "win" => "better",
                "worse" or "loss" => "worse",
                "inconclusive" or "missing" => "unsure",
                _ => "",
            };

    public static string Colour(string? verdict, bool simulated = false) =>
        Class(verdict, simulated) is { Length: > 0 } known ? $"var(--{known})" : "var(--ink-3)";
}
