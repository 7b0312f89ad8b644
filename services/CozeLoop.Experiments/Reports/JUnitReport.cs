using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Reports;

/// <summary>
/// One test case a gate, or without gates one for the verdict on the primary metric, which fail unless the run passes; the other metrics
/// are told and never fail. The suite fails exactly where the exit code is not 0.
/// </summary>
internal static class JUnitReport
{
    public static string Write(Replay replay, Comparison comparison)
    {
        XElement[] cases =
        [
            .. comparison.Gates.Count > 0 ? comparison.Gates.Select(Case) : [Verdict(comparison)],
            .. comparison.Metrics.Select(m => Case(m, comparison.Simulated)),
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

    private static XElement Case(GateResult gate)
    {
        string said = string.Create(
            CultureInfo.InvariantCulture,
            $"{gate.Difference:0.####} {gate.Unit} [{gate.Low:0.####}, {gate.High:0.####}] {gate.Reason?.Text}"
        );
        var test = Case(gate.Gate, "replay.gate", said);
        if (gate.Outcome != GateOutcomes.Met)
            test.AddFirst(Failure(gate.Outcome, $"{gate.Gate}: {gate.Outcome}. {said}"));
        return test;
    }

    private static XElement Verdict(Comparison comparison)
    {
        var test = Case("verdict", "replay.verdict", comparison.Sentence);
        if (comparison.Decision != Decisions.Pass)
            test.AddFirst(Failure(comparison.Verdict, comparison.Sentence));
        return test;
    }

    private static XElement Case(MetricComparison metric, bool simulated)
    {
        string p = (metric.PAdjusted ?? metric.P) switch
        {
            null => "–",
            < 0.0001 => "< 0.0001", // no test's p is 0, as rounding would have it
            { } value => value.ToString("0.####", CultureInfo.InvariantCulture),
        };
        string interval = string.Create(CultureInfo.InvariantCulture, $"[{metric.Low:0.####}, {metric.High:0.####}]");
        return Case(
            metric.Name + (simulated ? " (simulated)" : ""),
            metric.Primary ? "replay.primary" : "replay.secondary",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{metric.Verdict}: {metric.Difference:0.####} {metric.Unit} {interval}, p {p}, n {metric.N}"
            )
        );
    }

    private static XElement Case(string name, string group, string said) =>
        new("testcase", new XAttribute("name", Clean(name)), new XAttribute("classname", group), new XElement("system-out", Clean(said)));

    private static XElement Failure(string type, string message) =>
        new("failure", new XAttribute("type", type), new XAttribute("message", Clean(message)));

    /// <summary>XML has no place for control characters, U+FFFE and halves of surrogate pairs, not even as references.</summary>
    private static string Clean(string text) =>
        string.Concat(
            text.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString())
        );
}
