using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Tests.Areas.Replays;

/// <summary>Replays and comparisons for tests, with the few fields that matter.</summary>
internal static class Sample
{
    public static Replay Replay(string state = "finished") =>
        new()
        {
            Id = "r1",
            Name = "Ask before transfer",
            State = state,
            Mode = "frozen",
            Progress = new Progress(6, 1, 20),
            CreatedAt = StudioContext.Now.AddHours(-1),
            StartedAt = StudioContext.Now.AddMinutes(-5),
            Plan = new ReplayPlan
            {
                Items = 20,
                Clusters = 12,
                ClusterBy = "task",
                Population = 400,
                Calls = 60,
                Forecast = new PowerForecast
                {
                    Unit = MetricUnits.Points,
                    MinimalDetectableEffect = 14.2,
                    MostEffect = 50,
                    Disagreement = 0.2,
                },
                BaselineModel = "gpt-4o",
                CandidateModel = "gpt-4o",
            },
            Request = new CreateReplay
            {
                Name = "Ask before transfer",
                Source = new ReplaySource("model:gpt-4o", null, null, new SampleSpec(20, 7)),
                Arms = [new ReplayArm { SystemPrompt = "Be brief." }],
                Evaluators = ["short"],
                PrimaryMetric = "short",
            },
            PromptKey = "airline-policy",
            BaselineVersion = 1,
            CandidateVersion = 2,
        };

    public static MetricComparison Metric(
        string name,
        double difference,
        double low,
        double high,
        string verdict,
        bool primary = false,
        string unit = "points"
    ) =>
        new()
        {
            Name = name,
            Unit = unit,
            Kind = "regex",
            Primary = primary,
            N = 400,
            Baseline = 84.5,
            Candidate = 84.5 + difference,
            Difference = difference,
            Low = low,
            High = high,
            P = 0.0095,
            Verdict = verdict,
        };

    public static Comparison Comparison(string verdict = "better") =>
        new()
        {
            PrimaryMetric = "short",
            Margin = 2,
            ClusterBy = "task",
            Clusters = 400,
            Pairs = 400,
            Wins = 60,
            Losses = 34,
            Ties = 306,
            Verdict = verdict,
            WorstCase = verdict,
            Attempt = 1,
            CostUsd = 6.24m,
            MissingByCause = new Dictionary<string, int> { ["timeout"] = 3 },
            Disagreement = new DisagreementRate(0.125, 0.09, 0.17, 400, 50),
            Recovery = new Dictionary<string, int> { ["proven"] = 328, ["messageOnly"] = 72 },
            Sentence = "Better: +6.5 points on “short”. 95 % interval 1.8 to 11.3 points, p = 0.0095.",
            SentenceZh = "更好：在“short”上 +6.5 个百分点。95 % 区间为 1.8 到 11.3。",
            Metrics =
            [
                Metric("short", 6.5, 1.8, 11.3, "better", primary: true),
                Metric("asks", -1.5, -5.8, 2.7, "inconclusive"),
                Metric("costUsd", -0.0006, -0.0008, -0.0004, "better", unit: "usd"),
            ],
        };

    public static ReplayItem Item(
        string id,
        string outcome,
        string oldText = "I transfer you now.",
        string newText = "Shall I transfer you?"
    ) =>
        new()
        {
            Id = id,
            Title = "Item " + id,
            Outcome = outcome,
            Origin = new SpanRef("t1", "s1"),
            Cluster = "task-1",
            Recovery = "proven",
            Messages = [new ChatMessage("system", "Be kind."), new ChatMessage("user", "Help me")],
            Recorded = new ChatMessage("assistant", "Recorded words."),
            Baseline = Answer(oldText, 0),
            Candidate = Answer(newText, 1),
            Diff = [new DiffRun("removed", oldText), new DiffRun("added", newText)],
        };

    public static ReplayAnswer Answer(string text, double score) =>
        new(
            new ChatMessage("assistant", text),
            "answered",
            null,
            [new EvaluationResult("short", 1, "regex", score, null, "Because.", null)],
            1700,
            0.0079m,
            new TokenUsage { Input = 2911, Output = 58 },
            false,
            new SpanRef("t2", "s2"),
            false
        );
}
