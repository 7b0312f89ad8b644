using System.Globalization;
using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;
using Microsoft.AspNetCore.Components;

namespace CozeLoop.Studio.Areas.Overview;

public partial class MeasureChart
{
    public static readonly string[] Measures = ["traces", "errors", "cost", "latency"];
    private const double Width = 1120, Left = 60, Bottom = 140;

    [Parameter, EditorRequired] public required OverviewView View { get; set; }
    [Parameter, EditorRequired] public required string Measure { get; set; }
    /// <summary>The address that shows another measure.</summary>
    [Parameter, EditorRequired] public required Func<string, string> Link { get; set; }

    private IReadOnlyList<HistogramBucket> Buckets => View.Traces.Buckets;
    private DateTimeOffset End => Buckets[^1].Time.AddSeconds(View.Traces.BucketSeconds);

    private double? Value(HistogramBucket b) => Measure switch
    {
        "errors" => b.Traces > 0 ? (double)b.Errors / b.Traces : null,
        "cost" => (double?)b.CostUsd,
        "latency" => b.DurationP95Ms,
        _ => b.Traces,
    };

    /// <summary>The axis ends at the greatest value, and at one step above nothing.</summary>
    private double Top => Math.Max(Buckets.Max(Value) ?? 0, Measure == "traces" ? 1 : 1e-9);

    /// <summary>Null with fewer than two measured points.</summary>
    private string? Line
    {
        get
        {
            var points = Buckets.Where(b => Value(b) is not null).Select(b => $"{Text(XOf(b.Time.AddSeconds(View.Traces.BucketSeconds / 2.0)))},{Text(Y(Value(b)!.Value))}").ToList();
            return points.Count < 2 ? null : string.Join(' ', points);
        }
    }

    private double XOf(DateTimeOffset time) => Left + (Width - Left) * ((time - Buckets[0].Time) / (End - Buckets[0].Time));
    private double Y(double value) => Bottom - value / Top * (Bottom - 44);

    private string Show(double value) => Measure switch
    {
        "errors" => Format.Percent(value),
        "cost" => Format.Money((decimal)value),
        "latency" => Format.Duration(value),
        _ => value == Math.Floor(value) ? Format.Count((long)value) : "",
    };

    private static string Colour(PromptPromotion move) => move switch
    {
        { Simulated: true } => "var(--ink-2)",
        { Verdict: "better" } => "var(--better)",
        { Verdict: "worse" } => "var(--worse)",
        { Verdict: "inconclusive" } => "var(--unsure)",
        _ => "var(--ink-2)",
    };

    private string Mark(Prompt prompt, PromptPromotion move)
    {
        string text = T["Move", prompt.Name, move.ToVersion, move.Label];
        if (move.ReplayId is null) return $"{text}, {T["WithoutReplay"]}";
        var effect = View.Replays.FirstOrDefault(r => r.Id == move.ReplayId)?.Effect;
        string verdict = move.Verdict is null ? text : $"{text}, {T["Verdict " + move.Verdict]}";
        if (move.Simulated) verdict += ", " + T["Simulated"];
        return effect is null ? verdict : $"{verdict} {Format.Difference(effect.Difference)} [{Format.Number(effect.Low)}, {Format.Number(effect.High)}]";
    }

    private static string Text(double v) => v.ToString("0.#", CultureInfo.InvariantCulture);
}
