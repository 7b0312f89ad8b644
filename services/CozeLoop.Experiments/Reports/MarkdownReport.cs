using System.Globalization;
using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Comparisons;

namespace CozeLoop.Experiments.Reports;

/// <summary>A report for a pull request.</summary>
internal static class MarkdownReport
{
    public static string Write(Replay replay, Comparison comparison)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Escape(replay.Name)}").AppendLine();
        string verdict = Word(comparison.Verdict, comparison.Simulated);
        text.AppendLine(CultureInfo.InvariantCulture, $"**{verdict}** — {Escape(comparison.Sentence)}").AppendLine();
        WriteGates(text, comparison);
        text.AppendLine("| metric | old | new | difference | interval | n | p | verdict |").AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var m in comparison.Metrics)
        {
            string name = Escape(m.Name) + (m.Primary ? " (primary)" : ""),
                p = ShowP(m.PAdjusted ?? m.P);
            string metricVerdict = Word(m.Verdict, comparison.Simulated);
            string interval = string.Create(CultureInfo.InvariantCulture, $"{Show(m.Low)} to {Show(m.High)} ({100 * m.Level:0.##} %)");
            string values = $"{Show(m.Baseline)} | {Show(m.Candidate)} | {Show(m.Difference)} {m.Unit}";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {values} | {interval} | {m.N} | {p} | {metricVerdict} |");
        }
        text.AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- {comparison.Wins} wins, {comparison.Losses} losses, {comparison.Ties} ties of {comparison.Pairs} pairs; "
                + $"{comparison.DiscordantClusters} of {comparison.Clusters} {comparison.ClusterBy} groups differ"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- missing: {Counts(comparison.MissingByCause)}; worst case {comparison.WorstCase}, best case {comparison.BestCase}"
        );
        foreach (var failure in comparison.Failures)
        {
            string arm = failure.Arm == Arms.Candidate ? "new" : "old";
            string said = failure.Message is { } words ? $": “{Escape(words)}”" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"- failed, {arm}: {failure.Count} {Escape(failure.Cause)}{said}");
        }
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- variables: {Counts(comparison.Recovery)}; left out: {Counts(comparison.Exclusions)}"
        );
        if (comparison.Disagreement is { } d)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"- the old version disagrees with itself on {d.Disagreeing} of {d.Pairs} "
                    + $"({100 * d.Rate:0.#} %, {100 * d.Low:0.#} to {100 * d.High:0.#} %)"
            );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- margin {comparison.Margin:0.###}; attempt {comparison.Attempt}; cost "
                + $"{(comparison.CostUsd is { } cost ? "$" + cost.ToString("0.####", CultureInfo.InvariantCulture) : "unknown")}; "
                + $"{comparison.ReusedAnswers} of {comparison.Answers} answers reused, {replay.RepeatedCalls} calls repeated"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"- prompt {Escape(replay.PromptKey ?? "none")}, old version "
                + $"{replay.BaselineVersion?.ToString(CultureInfo.InvariantCulture) ?? "as recorded"}, new version "
                + $"{replay.CandidateVersion?.ToString(CultureInfo.InvariantCulture) ?? "as recorded"}; "
                + $"{replay.Plan.BaselineModel} against {replay.Plan.CandidateModel}"
        );
        return text.ToString();
    }

    private static void WriteGates(StringBuilder text, Comparison comparison)
    {
        if (comparison.Gates.Count == 0)
            return;
        text.AppendLine(CultureInfo.InvariantCulture, $"Decision by {comparison.Gates.Count} gates: **{comparison.Decision}**")
            .AppendLine();
        text.AppendLine("| gate | outcome | difference | 95 % interval | why |").AppendLine("|---|---|---|---|---|");
        foreach (var g in comparison.Gates)
        {
            string interval = g.Low is null ? "–" : $"{Show(g.Low)} to {Show(g.High)} {g.Unit}";
            string row = $"| {Escape(g.Gate)} | {g.Outcome} | {Show(g.Difference)} | {interval} | {Escape(g.Reason?.Text ?? "")} |";
            text.AppendLine(row);
        }
        text.AppendLine();
    }

    /// <summary>A reader who sees only the verdict must see that it is none of a real model.</summary>
    private static string Word(string verdict, bool simulated) =>
        simulated && verdict != Verdicts.None ? verdict + " (simulated)" : verdict;

    private static string Show(double? value) => value is { } v ? Sentences.Number(v) : "–";

    private static string ShowP(double? p) =>
        p is { } v
            ? v < 0.0001
                ? "< 0.0001"
                : v.ToString("0.0000", CultureInfo.InvariantCulture)
            : "–";

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0
            ? "none"
            : string.Join(", ", counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"));

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");
}
