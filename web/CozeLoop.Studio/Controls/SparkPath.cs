namespace CozeLoop.Studio.Controls;

/// <summary>SVG paths of a small line and the area under it, as high as its values differ.</summary>
internal static class SparkPath
{
    /// <summary>Null without a value.</summary>
    public static (string Line, string Area)? Of(IReadOnlyList<double?> values, double width, double height)
    {
        double low = values.Min() ?? 0,
            span = (values.Max() ?? 0) - low;
        double Y(double value) => height - 3 - (span == 0 ? 0.5 : (value - low) / span) * (height - 6);
        double X(int i) => values.Count < 2 ? width / 2 : i * width / (values.Count - 1);
        return LinePath.Of(values.Select((v, i) => v is { } value ? (X(i), Y(value)) : ((double, double)?)null), height);
    }
}
