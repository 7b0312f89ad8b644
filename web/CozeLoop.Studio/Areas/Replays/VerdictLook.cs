using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

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
                Verdicts.Better or ItemOutcomes.Win => Tones.Better,
                Verdicts.Worse or ItemOutcomes.Loss => Tones.Worse,
                Verdicts.Inconclusive or ItemOutcomes.Missing => Tones.Unsure,
                _ => "",
            };

    public static string Colour(string? verdict, bool simulated = false) =>
        Class(verdict, simulated) is { Length: > 0 } known ? $"var(--{known})" : "var(--ink-3)";
}
