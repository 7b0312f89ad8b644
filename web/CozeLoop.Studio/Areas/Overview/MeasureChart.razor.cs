using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Overview;

public partial class MeasureChart
{
    private const string Neutral = "ink-2";
    public static readonly string[] Measures = ["traces", "errors", "cost", "latency"];

    private (OverviewView View, string Measure)? _drawn;
    private ChartPlot? _plot;

    [Parameter, EditorRequired]
    public required OverviewView View { get; set; }

    [Parameter, EditorRequired]
    public required string Measure { get; set; }

    /// <summary>The address that shows another measure.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> Link { get; set; }

    protected override void OnParametersSet()
    {
        if (_drawn is { } drawn && ReferenceEquals(drawn.View, View) && drawn.Measure == Measure)
            return;
        (_drawn, _plot) = ((View, Measure), Draw());
    }

    /// <summary>Null where nothing was measured.</summary>
    private ChartPlot? Draw()
    {
        var values = View.Traces.Buckets.Select(Value).ToList();
        if (values.All(v => v is null))
            return null;
        return new()
        {
            Slots = [.. View.Traces.Buckets.Select(b => new ChartSlot(b.Time, b.Time.AddSeconds(View.Traces.BucketSeconds)))],
            Unit = Measure switch
            {
                "errors" => ChartUnit.Share,
                "cost" => ChartUnit.Money,
                "latency" => ChartUnit.Duration,
                _ => ChartUnit.Count,
            },
            Series = [new(T["Measure " + Measure], ChartKind.Line, "accent", values)],
            Marks = [.. View.Moves.Select(m => new ChartMark(m.Move.Time, Mark(m.Prompt, m.Move), Tone(m.Move)))],
        };
    }

    /// <summary>Null where there was nothing to measure: no trace failed is 0, no trace at all is not.</summary>
    private double? Value(HistogramBucket b) =>
        Measure switch
        {
            "errors" => b.Traces > 0 ? (double)b.Errors / b.Traces : null,
            "cost" => (double?)b.CostUsd,
            "latency" => b.DurationP95Ms,
            _ => b.Traces,
        };

    private static string Tone(PromptPromotion move) =>
        move switch
        {
            { Simulated: true } => Neutral,
            { Verdict: Verdicts.Better } => Tones.Better,
            { Verdict: Verdicts.Worse } => Tones.Worse,
            { Verdict: Verdicts.Inconclusive } => Tones.Unsure,
            _ => Neutral,
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
}
