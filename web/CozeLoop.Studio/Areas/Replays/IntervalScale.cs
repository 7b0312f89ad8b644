using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Areas.Replays;

/// <summary>Maps differences to pixels so that every interval, zero and the whole margin fit, with 6 % of air on either side.</summary>
internal sealed class IntervalScale
{
    private readonly double low,
        high,
        width;

    private IntervalScale(double low, double high, double width) => (this.low, this.high, this.width) = (low, high, width);

    public static IntervalScale Of(IEnumerable<MetricComparison> metrics, double margin, double width)
    {
        double low = -margin,
            high = margin;
        foreach (var metric in metrics)
        {
            foreach (double? value in (ReadOnlySpan<double?>)[metric.Difference, metric.Low, metric.High])
            {
                if (value is not { } v || !double.IsFinite(v))
                    continue;
                low = Math.Min(low, v);
                high = Math.Max(high, v);
            }
        }

        if (high - low < 1e-9)
            (low, high) = (low - 1, high + 1);
        double air = (high - low) * 0.06;
        return new IntervalScale(low - air, high + air, width);
    }

    /// <summary>Pixels from the left, rounded to a tenth; values beyond the scale stay at its edge.</summary>
    public double X(double value) => Math.Round(Math.Clamp((value - low) / (high - low), 0, 1) * width, 1);
}
