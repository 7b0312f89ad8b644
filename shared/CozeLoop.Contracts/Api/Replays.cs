using CozeLoop.Contracts.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>Body of <c>POST /replays</c>.</summary>
public sealed record CreateReplay
{
    public required string Name { get; init; }
    public required ReplaySource Source { get; init; }

    /// <summary><c>frozen | teacherForced</c>; <c>freeRunning</c> is refused until it exists.</summary>
    public string Mode { get; init; } = "frozen";

    /// <summary><c>rerun</c>: the old arm runs afresh. <c>recorded</c>: shown beside, without a verdict.</summary>
    public string Baseline { get; init; } = "rerun";

    /// <summary>Key of the evaluator that decides.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>Differences within ± margin (in the metric's unit, points for binary) count as none. Default 0.</summary>
    public double Margin { get; init; }

    /// <summary><c>auto | task | session | user | trace</c>: auto takes the coarsest known.</summary>
    public string ClusterBy { get; init; } = "auto";
    public required IReadOnlyList<ReplayArm> Arms { get; init; }

    /// <summary>Prompt whose recorded version is the old arm; default: the candidate's prompt, or one made from the traffic.</summary>
    public IReadOnlyList<string> Evaluators { get; init; } = [];

    /// <summary>Calls in flight at once, 1-256.</summary>
    public int Concurrency { get; init; } = 4;
    public decimal? BudgetUsd { get; init; }
    public bool NoiseFloor { get; init; } = true;
    public bool Offline { get; init; }
}

public sealed record ReplaySource(string? Filter, DateTimeOffset? From, DateTimeOffset? To, SampleSpec Sample)
{
    /// <summary><c>call</c>: all terms hold for one model call. <c>trace</c>: as in the list of traces, with every call of those.</summary>
    public string Match { get; init; } = "call";
}

/// <param name="Strategy"><c>uniform</c>.</param>
public sealed record SampleSpec(int Size, long Seed, string Strategy = "uniform");

/// <summary>A candidate. Either a committed version, the draft, or messages given inline (committed on start).</summary>
public sealed record ReplayArm
{
    public string? PromptKey { get; init; }
    public int? Version { get; init; }
    public bool Draft { get; init; }

    /// <summary>A system prompt that replaces the recorded one; committed as a version when the run starts.</summary>
    public string? SystemPrompt { get; init; }
    public string? Connection { get; init; }
    public string? Model { get; init; }
    public ChatParameters? Parameters { get; init; }
}

/// <summary>A replay. <see cref="State"/>: <c>planned | queued | running | paused | finished | failed | cancelled</c>.</summary>
public sealed record Replay
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string State { get; init; }

    /// <summary>Why it is paused or failed, in the reader's words; null otherwise.</summary>
    public string? StateReason { get; init; }
    public required string Mode { get; init; }
    public required Progress Progress { get; init; }
    public required ReplayPlan Plan { get; init; }
    public required CreateReplay Request { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public decimal? CostUsd { get; init; }
    public string? PromptKey { get; init; }
    public int? BaselineVersion { get; init; }
    public int? CandidateVersion { get; init; }
    public string? Verdict { get; init; }
    public string? Sentence { get; init; }
    public MetricSummary? Effect { get; init; }
    public IReadOnlyList<ReplayPromotion> Promotions { get; init; } = [];

    /// <summary>Calls whose outcome was unknown when a worker died and that were made again.</summary>
    public int RepeatedCalls { get; init; }
    public bool Simulated { get; init; }
    public int Attempt { get; init; } = 1;
}

public sealed record MetricSummary(double Difference, double Low, double High, string Unit);

public sealed record ReplayPromotion(string Label, int Version, DateTimeOffset Time, string Actor, string? Reason);

/// <summary>What a run will do and can show, before it starts.</summary>
public sealed record ReplayPlan
{
    public int Items { get; init; }
    public int Clusters { get; init; }
    public string ClusterBy { get; init; } = "";

    /// <summary>What the sample was drawn from: matching calls, or matching conversations where <see cref="Conversations"/>
    /// counts.</summary>
    public long Population { get; init; }

    /// <summary>Conversations that the items come from, where whole conversations were drawn (teacher-forced); null where single calls
    /// were.</summary>
    public int? Conversations { get; init; }
    public int Calls { get; init; }
    public int JudgeCalls { get; init; }

    /// <summary>Of the arms' calls, without the judges'; 0 where both arms are simulated, null where a price is unknown.</summary>
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Smallest difference (points for a binary metric) that 80 % of such runs would find; null without clusters.</summary>
    public double? MinimalDetectableEffect { get; init; }
    public double AssumedDiscordance { get; init; }
    public bool OutcomeDependent { get; init; }
    public IReadOnlyDictionary<string, int> Recovery { get; init; } = new Dictionary<string, int>();

    /// <summary>The connection's name, as that of the candidate below.</summary>
    public string BaselineConnection { get; init; } = "";
    public string BaselineModel { get; init; } = "";
    public string CandidateConnection { get; init; } = "";
    public string CandidateModel { get; init; } = "";
    public bool Simulated { get; init; }

    /// <summary>What the reader must know before the run, as codes with arguments; the studio and the command line word them.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
}

/// <summary>A remark as a resource key and its arguments, so that each reader gets it in their language; <see cref="Text"/> is
/// English.</summary>
public sealed record Notice(string Code, string Text, IReadOnlyList<string>? Arguments = null);

/// <summary>A verdict and what stands behind it (facts of the design: <c>docs/replay.md</c>).</summary>
public sealed record Comparison
{
    public required string PrimaryMetric { get; init; }
    public double Margin { get; init; }
    public required string ClusterBy { get; init; }
    public int Clusters { get; init; }
    public int DiscordantClusters { get; init; }
    public int Pairs { get; init; }
    public int Wins { get; init; }
    public int Losses { get; init; }
    public int Ties { get; init; }
    public IReadOnlyDictionary<string, int> MissingByCause { get; init; } = new Dictionary<string, int>();
    public string WorstCase { get; init; } = "";
    public string BestCase { get; init; } = "";
    public bool OutcomeDependent { get; init; }
    public int Attempt { get; init; }
    public DisagreementRate? Disagreement { get; init; }
    public IReadOnlyDictionary<string, int> Recovery { get; init; } = new Dictionary<string, int>();
    public decimal? CostUsd { get; init; }
    public int CachedCalls { get; init; }
    public bool Simulated { get; init; }
    public required string Verdict { get; init; }
    public required string Sentence { get; init; }
    public required string SentenceZh { get; init; }
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    public IReadOnlyDictionary<string, int> Exclusions { get; init; } = new Dictionary<string, int>();
}

public sealed record DisagreementRate(double Rate, double Low, double High, int Pairs, int Disagreeing);

public sealed record MetricComparison
{
    public required string Name { get; init; }

    /// <summary><c>points | score | usd | ms</c>.</summary>
    public required string Unit { get; init; }
    public required string Kind { get; init; }
    public bool Primary { get; init; }
    public int N { get; init; }
    public double? Baseline { get; init; }
    public double? Candidate { get; init; }
    public double? Difference { get; init; }
    public double? Low { get; init; }
    public double? High { get; init; }
    public double Level { get; init; } = 0.95;
    public string Method { get; init; } = "";
    public double? P { get; init; }
    public double? PAdjusted { get; init; }
    public double? NoiseFloor { get; init; }

    /// <summary><c>better | worse | inconclusive | none</c>.</summary>
    public required string Verdict { get; init; }
    public string Sentence { get; init; } = "";
}

/// <summary>One item of a replay, recorded, old and new side by side. <see cref="Loss"/> is old minus new on the primary metric, greatest
/// first.</summary>
public sealed record ReplayItem
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required SpanRef Origin { get; init; }
    public required string Cluster { get; init; }
    public int Turn { get; init; }
    public string Recovery { get; init; } = "";
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];
    public ChatMessage? Recorded { get; init; }
    public ReplayAnswer? Baseline { get; init; }
    public ReplayAnswer? BaselineAgain { get; init; }
    public ReplayAnswer? Candidate { get; init; }
    public double? Loss { get; init; }

    /// <summary><c>win | loss | tie | missing | pending</c>.</summary>
    public string Outcome { get; init; } = "pending";
    public IReadOnlyList<DiffRun> Diff { get; init; } = [];
}

public sealed record ReplayAnswer(
    ChatMessage? Message,
    string State,
    string? Cause,
    IReadOnlyList<EvaluationResult> Results,
    double? LatencyMs,
    decimal? CostUsd,
    TokenUsage? Usage,
    bool Cached,
    SpanRef? Span,
    bool Simulated
);

public sealed record PromoteReplay(string Label, string? Reason);

/// <summary>What somebody has answered the replay wizard so far: one for each person and workspace.</summary>
/// <param name="Answers">As the wizard's address says them; at most 20,000 characters.</param>
/// <param name="SystemPrompt">The typed prompt, which no address can hold; at most 500,000 characters.</param>
public sealed record PutReplayDraft(string Answers, string? SystemPrompt);

public sealed record ReplayDraft(string Answers, string? SystemPrompt, DateTimeOffset UpdatedAt);
