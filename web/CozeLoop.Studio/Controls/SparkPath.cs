using System.Globalization;
using System.Text;

namespace CozeLoop.Studio.Controls;

/// <summary>SVG paths of a small line and the area under it.</summary>
internal static class SparkPath
{
    /// <summary>Null with fewer than two values. Missing values leave a gap in position, not a zero.</summary>
    public static (string Line, string Area)? Of(IReadOnlyList<double?> values, double width, double height)
    {
        var points = values.Select((v, i) => (X: i, Y: v)).Where(p => p.Y is not null).Select(p => (p.X, Y: p.Y!.Value)).ToList();
        if (points.Count < 2) return null;
        double low = points.Min(p => p.Y), span = points.Max(p => p.Y) - low;
        var line = new StringBuilder();
        string X(int i) => Text(i * width / (values.Count - 1));
        foreach (var (x, y) in points)
        {
            double level = span == 0 ? 0.5 : (y - low) / span;
            line.Append(line.Length == 0 ? 'M' : 'L').Append(X(x)).Append(',').Append(Text(height - 3 - level * (height - 6)));
        }
        return (line.ToString(), $"{line}L{X(points[^1].X)},{Text(height)}L{X(points[0].X)},{Text(height)}Z");
    }

    private static string Text(double v) => v.ToString("0.#", CultureInfo.InvariantCulture);
}
