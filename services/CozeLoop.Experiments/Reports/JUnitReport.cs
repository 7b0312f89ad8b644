using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Reports;

/// <summary>One test case a metric. Worse fails; so does an open primary metric, because missing evidence never passes.</summary>
internal static class JUnitReport
{
    public static string Write(Replay replay, Comparison comparison)
    {
        var shown = comparison.Metrics.Where(m => m.Verdict != Verdicts.None || m.Primary);
        XElement[] cases = [.. shown.Select(m => Case(m, comparison.Simulated))];
        if (comparison.Verdict == Verdicts.None)
            cases =
            [
                .. cases.Where(c => c.Attribute("classname")!.Value != "replay.primary"),
                new XElement(
                    "testcase",
                    new XAttribute("name", "verdict"),
                    new XAttribute("classname", "replay"),
                    Failure(Verdicts.None, comparison.Sentence)
                ),
            ];
        int failures = cases.Count(c => c.Element("failure") is not null);
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", Clean(replay.Name)),
            new XAttribute("tests", cases.Length),
            new XAttribute("failures", failures),
            new XAttribute("errors", 0),
            cases
        );
        return new XDeclaration("1.0", "utf-8", null) + Environment.NewLine + new XElement("testsuites", suite);
    }

    private static XElement Case(MetricComparison metric, bool simulated)
    {
        string name = Clean(metric.Name) + (simulated ? " (simulated)" : "");
        var test = new XElement(
            "testcase",
            new XAttribute("name", name),
            new XAttribute("classname", metric.Primary ? "replay.primary" : "replay.secondary")
        );
        string p = (metric.PAdjusted ?? metric.P) switch
        {
            null => "–",
            < 0.0001 => "< 0.0001", // no test's p is 0, as rounding would have it
            { } value => value.ToString("0.####", CultureInfo.InvariantCulture),
        };
        string interval = string.Create(CultureInfo.InvariantCulture, $"[{metric.Low:0.####}, {metric.High:0.####}]");
        string numbers = string.Create(
            CultureInfo.InvariantCulture,
            $"{metric.Difference:0.####} {metric.Unit} {interval}, p {p}, n {metric.N}"
        );
        if (metric.Verdict == Verdicts.Worse || (metric.Primary && metric.Verdict != Verdicts.Better))
            test.Add(Failure(metric.Verdict, metric.Sentence.Length > 0 ? metric.Sentence : numbers));
        test.Add(new XElement("system-out", numbers));
        return test;
    }

    private static XElement Failure(string type, string message) =>
        new("failure", new XAttribute("type", type), new XAttribute("message", Clean(message)));

    /// <summary>XML has no place for control characters, U+FFFE and halves of surrogate pairs, not even as references.</summary>
    private static string Clean(string text) =>
        string.Concat(
            text.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString())
        );
}
