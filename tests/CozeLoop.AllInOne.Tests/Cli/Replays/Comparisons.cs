using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

internal static class Comparisons
{
    public static Comparison With(string verdict, double? low, double? high) =>
        new()
        {
            PrimaryMetric = "m",
            ClusterBy = "task",
            Clusters = 20,
            DiscordantClusters = 8,
            Pairs = 20,
            Wins = 8,
            Ties = 12,
            Verdict = verdict,
            Sentence = "The new one is " + verdict + ".",
            Decision = verdict switch
            {
                Verdicts.Better => Decisions.Pass,
                Verdicts.Worse => Decisions.Fail,
                _ => Decisions.Inconclusive,
            },
            SentenceZh = "新版本:" + verdict,
            Metrics =
            [
                new MetricComparison
                {
                    Name = "m",
                    Unit = "points",
                    Kind = "regex",
                    Primary = true,
                    N = 20,
                    Baseline = 10,
                    Candidate = 50,
                    Difference = 40,
                    Low = low,
                    High = high,
                    Verdict = verdict,
                    P = 0.01,
                },
            ],
        };
}
