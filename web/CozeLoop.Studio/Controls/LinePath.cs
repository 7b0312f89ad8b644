using System.Globalization;
using System.Text;

namespace CozeLoop.Studio.Controls;

/// <summary>
/// An SVG path through measured points. Where nothing was measured the line ends; a point alone is a dot (its caps are round).
/// </summary>
internal static class LinePath
{
    /// <param name="points">In order; null where nothing was measured.</param>
    /// <param name="floor">Where the area under the line ends.</param>
    /// <returns>Null without one measured point.</returns>
    public static (string Line, string Area)? Of(IEnumerable<(double X, double Y)?> points, double floor)
    {
        var (line, area, part) = (new StringBuilder(), new StringBuilder(), new List<(double X, double Y)>());
        foreach (var point in points.Append(null))
        {
            if (point is { } measured)
                part.Add(measured);
            else if (part.Count > 0)
            {
                string drawn = string.Join('L', part.Select(p => $"{Text(p.X)},{Text(p.Y)}"));
                line.Append('M').Append(drawn);
                if (part.Count == 1)
                    line.Append("h0");
                else
                    area.Append('M').Append(drawn).Append(Closed(part[^1].X, part[0].X, floor));
                part.Clear();
            }
        }
        return line.Length == 0 ? null : (line.ToString(), area.ToString());
    }

    private static string Closed(double from, double to, double floor) => $"L{Text(from)},{Text(floor)}L{Text(to)},{Text(floor)}Z";

    public static string Text(double v) => v.ToString("0.#", CultureInfo.InvariantCulture);
}
