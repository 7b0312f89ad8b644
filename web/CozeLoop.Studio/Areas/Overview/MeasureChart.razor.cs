using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Overview;

public partial class MeasureChart
{
    public static readonly string[] Measures = ["traces", "errors", "cost", "latency"];
    private const double Width = 1120,
        Left = 64,
        Bottom = 140,
        Highest = 44,
        Turn = Width * 0.7;
    private const int MostTimes = 8;

    [Parameter, EditorRequired]
    public required OverviewView View { get; set; }

    [Parameter, EditorRequired]
    public required string Measure { get; set; }

    /// <summary>The address that shows another measure.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> Link { get; set; }

    private IReadOnlyList<HistogramBucket> Buckets => View.Traces.Buckets;
    private TimeSpan Step => TimeSpan.FromSeconds(View.Traces.BucketSeconds);
    private DateTimeOffset End => Buckets[^1].Time + Step;

    /// <summary>Null where there was nothing to measure: no trace failed is 0, no trace at all is not.</summary>
    private double? Value(HistogramBucket b) =>
        Measure switch
        {
            "errors" => b.Traces > 0 ? (double)b.Errors / b.Traces : null,
            "cost" => (double?)b.CostUsd,
            "latency" => b.DurationP95Ms,
            _ => b.Traces,
        };

    private IReadOnlyList<double> Scale =>
        (Buckets.Max(Value) ?? 0) is var max && Measure == "latency" ? Ticks.UpToDuration(max)
        : Measure == "traces" ? Ticks.UpTo(max, least: 1)
        : Measure == "errors" ? Ticks.UpTo(Math.Max(max, 0.01))
        : Ticks.UpTo(max);

    private IReadOnlyList<DateTimeOffset> Times => Ticks.Times(Buckets[0].Time, End, Viewer.Zone, MostTimes);

    private (string Line, string Area)? Line =>
        LinePath.Of(Buckets.Select(b => Value(b) is { } v ? (XOf(b.Time + Step / 2), Y(v)) : ((double, double)?)null), Bottom);

    private IEnumerable<(Prompt Prompt, PromptPromotion Move, double X, int Row)> Marks =>
        View.Moves.Select((m, i) => (m.Prompt, m.Move, XOf(m.Move.Time), i % 3));

    private double XOf(DateTimeOffset time) => Left + (Width - Left) * ((time - Buckets[0].Time) / (End - Buckets[0].Time));

    private double Y(double value) => Bottom - value / Scale[^1] * (Bottom - Highest);

    private string Show(double value) =>
        Measure switch
        {
            "errors" => Format.Percent(value, value * 100 % 1 == 0 ? 0 : 1),
            "cost" => Format.Money((decimal)value),
            "latency" => Format.Duration(value),
            _ => Format.Count((long)value),
        };

    private static string Colour(PromptPromotion move) =>
        move switch
        {
            { Simulated: true } => "var(--ink-2)",
            { Verdict: Verdicts.Better } => "var(--better)",
            { Verdict: Verdicts.Worse } => "var(--worse)",
            { Verdict: Verdicts.Inconclusive } => "var(--unsure)",
            _ => "var(--ink-2)",
        };

    private string Mark(Prompt prompt, PromptPromotion move)
    {
        string text = T["Move", prompt.Name, move.ToVersion, move.Label];
        if (move.ReplayId is null)
            return $"{text}, {T["WithoutReplay"]}";
        var effect = View.Replays.FirstOrDefault(r => r.Id == move.ReplayId)?.Effect;
        string verdict = move.Verdict is null ? text : $"{text}, {T["Verdict " + move.Verdict]}";
        if (move.Simulated)
            verdict += ", " + T["Simulated"];
        return effect is null
            ? verdict
            : $"{verdict} {Format.Difference(effect.Difference)} [{Format.Number(effect.Low)}, {Format.Number(effect.High)}]";
    }

    private static string Text(double v) => LinePath.Text(v);
}
