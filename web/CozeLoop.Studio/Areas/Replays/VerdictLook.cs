using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>The look of a verdict or outcome: its class in the stylesheet and its colour token. A word always goes with the
/// colour.</summary>
internal static class VerdictLook
{
    /// <param name="simulated">What a simulated model did has no colour: a green "win" would say that it was one.</param>
    public static string Class(string? verdict, bool simulated = false) =>
        simulated
            ? ""
            : verdict switch
            {
                Verdicts.Better or ItemOutcomes.Win => "better",
                Verdicts.Worse or ItemOutcomes.Loss => "worse",
                Verdicts.Inconclusive or ItemOutcomes.Missing => "unsure",
                _ => "",
            };

    public static string Colour(string? verdict, bool simulated = false) =>
        Class(verdict, simulated) is { Length: > 0 } known ? $"var(--{known})" : "var(--ink-3)";
}
