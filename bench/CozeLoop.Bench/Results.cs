using System.Globalization;

namespace CozeLoop.Bench;

/// <summary>Prints one line a figure: <c>name value unit ratio</c>, then the bar and whether it holds. A figure without a bar is there to
/// read the others by.</summary>
/// <param name="embedded">What the same run saw on embedded stores, by name; null for those figures themselves.</param>
internal sealed class Results(TextWriter output, IReadOnlyDictionary<string, double>? embedded = null)
{
    private const string Suffix = "_over_servers";
    private readonly Dictionary<string, double> _seen = [];

    /// <summary>The same figures over the real servers: each beside its embedded one, as a ratio, and without a bar.</summary>
    public Results OverServers() => new(output, _seen);

    /// <summary>A figure that explains another one and has no bar.</summary>
    public void Plain(string name, double value, string unit) => Write(name, value, unit, null, "");

    /// <param name="ratio">What the bar is about.</param>
    public void AtLeast(string name, double value, string unit, double ratio, double bar, string of) =>
        Write(name, value, unit, ratio, $"bar >= {Text(bar)} x {of}: {Verdict(ratio >= bar)}");

    public void AtLeast(string name, double value, string unit, double bar) =>
        Write(name, value, unit, null, $"bar >= {Text(bar)}: {Verdict(value >= bar)}");

    public void AtMost(string name, double value, string unit, double bar) =>
        Write(name, value, unit, null, $"bar <= {Text(bar)}: {Verdict(value <= bar)}");

    /// <summary>What could not be measured here, and why.</summary>
    public void Skipped(string name, string why) => output.WriteLine($"{name}{(embedded is null ? "" : Suffix)} not measured: {why}");

    private void Write(string name, double value, string unit, double? ratio, string verdict)
    {
        _seen[name] = value;
        if (embedded is not null)
        {
            (ratio, verdict) =
                embedded.TryGetValue(name, out double other) && other != 0 ? (value / other, "of the embedded") : ((double?)null, "");
            name += Suffix;
        }
        output.WriteLine($"{name} {Text(value)} {unit} {(ratio is { } known ? Text(known) : "-")} {verdict}".TrimEnd());
    }

    private static string Verdict(bool holds) => holds ? "holds" : "MISSED";

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "F0" : "0.##", CultureInfo.InvariantCulture);
}
