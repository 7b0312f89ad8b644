using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>Body of <c>POST /api/v1/replays</c>.</summary>
public sealed record CreateReplay
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Which recorded calls are replayed.</summary>
    public required ReplaySource Source { get; init; }

    /// <summary>
    /// <c>frozen</c>: each call with exactly the messages it had. <c>teacherForced</c>: every turn of the sampled conversations, each on
    /// its recorded history.
    /// </summary>
    public string Mode { get; init; } = ReplayModes.Frozen;

    /// <summary><c>rerun</c>: the old arm runs afresh. <c>recorded</c>: shown beside, without a verdict.</summary>
    public string Baseline { get; init; } = BaselineSources.Rerun;

    /// <summary>Key of the evaluator that decides; null takes the first of <c>evaluators</c>.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>
    /// Differences within ± margin count as none, in the metric's unit: points for a binary metric, else its score. Default 0.
    /// </summary>
    public double Margin { get; init; }

    /// <summary>
    /// What counts once: <c>auto | task | session | user | trace</c>. <c>auto</c> takes the coarsest that every call knows.
    /// </summary>
    public string ClusterBy { get; init; } = ClusterLevels.Auto;

    /// <summary>The candidate: one arm.</summary>
    public required IReadOnlyList<ReplayArm> Arms { get; init; }

    /// <summary>Keys of the evaluators that score every answer, each with its latest version.</summary>
    public IReadOnlyList<string> Evaluators { get; init; } = [];

    /// <summary>Number of calls in flight at once, 1 to 256.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>The run stops before it would have cost more than so many US dollars; null for no limit.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>Run the old arm twice, to know how much it differs from itself.</summary>
    public bool NoiseFloor { get; init; } = true;

    /// <summary>Make no call: take stored answers, and fail where there is none.</summary>
    public bool Offline { get; init; }
}

/// <summary>Which recorded model calls are replayed.</summary>
/// <param name="Filter">In the query language; null takes every call of the range.</param>
/// <param name="From">Inclusive; null is 24 hours before the end.</param>
/// <param name="To">Exclusive; null is now.</param>
/// <param name="Sample">How many of them, and which.</param>
public sealed record ReplaySource(string? Filter, DateTimeOffset? From, DateTimeOffset? To, SampleSpec Sample)
{
    /// <summary><c>call</c>: all terms hold for one model call. <c>trace</c>: as in the list of traces, with every call of those.</summary>
    public string Match { get; init; } = SelectionMatches.Call;
}

/// <summary>A sample that is drawn again by the same seed.</summary>
/// <param name="Size">Number of calls, or of whole conversations where the mode is <c>teacherForced</c>; 1 to 10,000.</param>
/// <param name="Seed">Any whole number: the same rows, query and seed give the same sample.</param>
/// <param name="Strategy"><c>uniform</c>.</param>
public sealed record SampleSpec(int Size, long Seed, string Strategy = "uniform");

/// <summary>A candidate: a committed version, the draft, or a system prompt given inline.</summary>
public sealed record ReplayArm
{
    /// <summary>The prompt; null with <c>systemPrompt</c> makes one from the traffic.</summary>
    public string? PromptKey { get; init; }

    /// <summary>The version of the prompt; null where the draft or a system prompt is meant.</summary>
    public int? Version { get; init; }

    /// <summary>Take the prompt's draft; it is committed when the run starts.</summary>
    public bool Draft { get; init; }

    /// <summary>Replaces the recorded system prompt; committed as a version when the run starts.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Name or id of the connection that answers; null where one serves the model.</summary>
    public string? Connection { get; init; }

    /// <summary>The model that answers; null keeps the recorded one.</summary>
    public string? Model { get; init; }

    /// <summary>What differs from the recorded parameters; null keeps them.</summary>
    public ChatParameters? Parameters { get; init; }
}

/// <summary>A replay: what was asked, what is planned, how far it is and what it found.</summary>
public sealed record Replay
{
    /// <summary>Names the replay.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>planned | running | paused | finished | cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is paused, in the reader's words; null otherwise.</summary>
    public string? StateReason { get; init; }

    /// <summary><c>frozen | teacherForced</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>How many of its calls are made.</summary>
    public required Progress Progress { get; init; }

    /// <summary>What the run does and can show.</summary>
    public required ReplayPlan Plan { get; init; }

    /// <summary>The body it was made from.</summary>
    public required CreateReplay Request { get; init; }

    /// <summary>When it was planned.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it came to its end; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What its calls have cost so far, in US dollars; null where no price is known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The prompt that is tried; null until one is made from the traffic.</summary>
    public string? PromptKey { get; init; }

    /// <summary>The old arm's version of the prompt; null where it has none.</summary>
    public int? BaselineVersion { get; init; }

    /// <summary>The candidate's version of the prompt; null where it has none yet.</summary>
    public int? CandidateVersion { get; init; }

    /// <summary><c>better | worse | inconclusive | none</c>; null before the end.</summary>
    public string? Verdict { get; init; }

    /// <summary>The verdict in an English sentence; null before the end.</summary>
    public string? Sentence { get; init; }

    /// <summary>The candidate's effect on the primary metric; null before the end.</summary>
    public MetricSummary? Effect { get; init; }

    /// <summary>Labels that were moved on the strength of it.</summary>
    public IReadOnlyList<ReplayPromotion> Promotions { get; init; } = [];

    /// <summary>Number of calls whose outcome was unknown when a worker died and that were made again.</summary>
    public int RepeatedCalls { get; init; }

    /// <summary>A model of it is simulated: its verdict says nothing about a real one.</summary>
    public bool Simulated { get; init; }

    /// <summary>How often the same question was asked, counted from 1: each try makes a chance finding likelier.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>The candidate minus the old arm on the primary metric.</summary>
/// <param name="Difference">In the unit of <c>unit</c>.</param>
/// <param name="Low">Lower end of the 95 % interval, in the unit of <c>unit</c>.</param>
/// <param name="High">Upper end of the 95 % interval, in the unit of <c>unit</c>.</param>
/// <param name="Unit"><c>points</c> (percentage points) | <c>score | usd</c> (US dollars) | <c>ms</c> (milliseconds).</param>
public sealed record MetricSummary(double Difference, double Low, double High, string Unit);

/// <summary>A label that was moved on the strength of a replay.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Version">The version it points at since.</param>
/// <param name="Time">When it was moved.</param>
/// <param name="Actor">Who moved it: <c>user:5</c> or <c>key:pk-…</c>.</param>
/// <param name="Reason">Why, in the mover's words.</param>
public sealed record ReplayPromotion(string Label, int Version, DateTimeOffset Time, string Actor, string? Reason);

/// <summary>What a run will do and can show, before it starts.</summary>
public sealed record ReplayPlan
{
    /// <summary>Number of recorded calls that are replayed.</summary>
    public int Items { get; init; }

    /// <summary>Number of independent groups among them; each counts once.</summary>
    public int Clusters { get; init; }

    /// <summary>What makes a group: <c>task | session | user | trace</c>.</summary>
    public string ClusterBy { get; init; } = "";

    /// <summary>
    /// What the sample was drawn from: number of matching calls, or of matching conversations where <c>conversations</c> counts.
    /// </summary>
    public long Population { get; init; }

    /// <summary>
    /// Number of conversations that the items come from, where whole conversations were drawn; null where single calls were.
    /// </summary>
    public int? Conversations { get; init; }

    /// <summary>Number of calls of both arms.</summary>
    public int Calls { get; init; }

    /// <summary>Number of calls of judges.</summary>
    public int JudgeCalls { get; init; }

    /// <summary>
    /// Of the arms' calls, without the judges', in US dollars; 0 where both arms are simulated, null where a price is unknown.
    /// </summary>
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Smallest difference that 80 % of such runs would find, in points for a binary metric; null without clusters.</summary>
    public double? MinimalDetectableEffect { get; init; }

    /// <summary>Share of clusters in which the arms are taken to differ, 0 to 1; from an earlier run where there is one.</summary>
    public double AssumedDiscordance { get; init; }

    /// <summary>The filter selects by outcome, so that any fresh run looks better; the verdict holds among the selected only.</summary>
    public bool OutcomeDependent { get; init; }

    /// <summary>Number of items by how surely the prompt behind them is known: <c>proven | approximate | messageOnly</c>.</summary>
    public IReadOnlyDictionary<string, int> Recovery { get; init; } = new Dictionary<string, int>();

    /// <summary>Name of the connection that answers for the old arm.</summary>
    public string BaselineConnection { get; init; } = "";

    /// <summary>The old arm's model.</summary>
    public string BaselineModel { get; init; } = "";

    /// <summary>Name of the connection that answers for the candidate.</summary>
    public string CandidateConnection { get; init; } = "";

    /// <summary>The candidate's model.</summary>
    public string CandidateModel { get; init; } = "";

    /// <summary>A model of either arm is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>What the reader must know before the run.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
}

/// <summary>A remark that each reader gets in their language.</summary>
/// <param name="Code">A stable word; the studio and the command line word it.</param>
/// <param name="Text">The remark in English.</param>
/// <param name="Arguments">What the wording fills in, in its order; null for nothing.</param>
public sealed record Notice(string Code, string Text, IReadOnlyList<string>? Arguments = null);

/// <summary>A verdict and what stands behind it.</summary>
public sealed record Comparison
{
    /// <summary>Key of the evaluator that decides.</summary>
    public required string PrimaryMetric { get; init; }

    /// <summary>Differences within ± margin count as none, in the metric's unit.</summary>
    public double Margin { get; init; }

    /// <summary>What counts once: <c>task | session | user | trace</c>.</summary>
    public required string ClusterBy { get; init; }

    /// <summary>Number of independent groups that were compared.</summary>
    public int Clusters { get; init; }

    /// <summary>Number of those in which the arms differ.</summary>
    public int DiscordantClusters { get; init; }

    /// <summary>Number of items for which both arms have a value.</summary>
    public int Pairs { get; init; }

    /// <summary>Number of pairs that the candidate wins.</summary>
    public int Wins { get; init; }

    /// <summary>Number of pairs that the candidate loses.</summary>
    public int Losses { get; init; }

    /// <summary>Number of pairs without a difference.</summary>
    public int Ties { get; init; }

    /// <summary>Number of values that are missing, by cause.</summary>
    public IReadOnlyDictionary<string, int> MissingByCause { get; init; } = new Dictionary<string, int>();

    /// <summary>The verdict had everything missing gone against the candidate.</summary>
    public string WorstCase { get; init; } = "";

    /// <summary>The verdict had everything missing gone for the candidate.</summary>
    public string BestCase { get; init; } = "";

    /// <summary>The filter selected by outcome; the verdict holds among the selected only.</summary>
    public bool OutcomeDependent { get; init; }

    /// <summary>How often the same question was asked, counted from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>How often the old arm differs from itself; null where it ran once.</summary>
    public DisagreementRate? Disagreement { get; init; }

    /// <summary>Number of items by how surely the prompt behind them is known: <c>proven | approximate | messageOnly</c>.</summary>
    public IReadOnlyDictionary<string, int> Recovery { get; init; } = new Dictionary<string, int>();

    /// <summary>What the run's calls cost, in US dollars; null where no price is known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Number of calls that were answered from what had been bought before.</summary>
    public int CachedCalls { get; init; }

    /// <summary>A model is simulated: the verdict says nothing about a real one.</summary>
    public bool Simulated { get; init; }

    /// <summary><c>better | worse | inconclusive | none</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The verdict in an English sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>The verdict in a Simplified Chinese sentence.</summary>
    public required string SentenceZh { get; init; }

    /// <summary>The primary metric first, then the others, cost and latency.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>What limits the verdict.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Number of recorded calls that could not be replayed or compared, by reason.</summary>
    public IReadOnlyDictionary<string, int> Exclusions { get; init; } = new Dictionary<string, int>();
}

/// <summary>How often the old arm, run twice, differs from itself.</summary>
/// <param name="Rate">Share of pairs, 0 to 1.</param>
/// <param name="Low">Lower end of the 95 % interval, 0 to 1.</param>
/// <param name="High">Upper end of the 95 % interval, 0 to 1.</param>
/// <param name="Pairs">Number of items that ran twice.</param>
/// <param name="Disagreeing">Number of those whose two values differ.</param>
public sealed record DisagreementRate(double Rate, double Low, double High, int Pairs, int Disagreeing);

/// <summary>Both arms on one metric.</summary>
public sealed record MetricComparison
{
    /// <summary>Key of the evaluator, or <c>costUsd</c>, <c>latencyMs</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>points</c> (percentage points) | <c>score | usd</c> (US dollars) | <c>ms</c> (milliseconds).</summary>
    public required string Unit { get; init; }

    /// <summary>The evaluator's kind; <c>measured</c> for cost and latency.</summary>
    public required string Kind { get; init; }

    /// <summary>The metric that decides.</summary>
    public bool Primary { get; init; }

    /// <summary>Number of pairs with a value of both arms.</summary>
    public int N { get; init; }

    /// <summary>The old arm's mean, in <c>unit</c>; null without values.</summary>
    public double? Baseline { get; init; }

    /// <summary>The candidate's mean, in <c>unit</c>; null without values.</summary>
    public double? Candidate { get; init; }

    /// <summary>Candidate minus old, in <c>unit</c>; null without pairs.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower end of the interval, in <c>unit</c>; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval, in <c>unit</c>; null where there is none.</summary>
    public double? High { get; init; }

    /// <summary>Confidence of the interval, 0 to 1.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>How interval and p value were computed.</summary>
    public string Method { get; init; } = "";

    /// <summary>Probability of such a difference by chance alone, 0 to 1; null without a test.</summary>
    public double? P { get; init; }

    /// <summary><c>p</c> after Holm's correction for several metrics, 0 to 1; null for the primary one.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>How much the old arm differs from itself, in <c>unit</c>; null where it ran once.</summary>
    public double? NoiseFloor { get; init; }

    /// <summary><c>better | worse | inconclusive | none</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The metric's result in an English sentence.</summary>
    public string Sentence { get; init; } = "";
}

/// <summary>One recorded call of a replay: recorded, old and new side by side.</summary>
public sealed record ReplayItem
{
    /// <summary>Names the item within its replay.</summary>
    public required string Id { get; init; }

    /// <summary>The beginning of the last user message.</summary>
    public required string Title { get; init; }

    /// <summary>The recorded call.</summary>
    public required SpanRef Origin { get; init; }

    /// <summary>The group that it counts in.</summary>
    public required string Cluster { get; init; }

    /// <summary>Which turn of its conversation it is, counted from 0.</summary>
    public int Turn { get; init; }

    /// <summary>How surely the prompt behind it is known: <c>proven | approximate | messageOnly</c>.</summary>
    public string Recovery { get; init; } = "";

    /// <summary>The recorded messages before the answer.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>The recorded answer; null where none was recorded.</summary>
    public ChatMessage? Recorded { get; init; }

    /// <summary>The old arm's answer; null before it was called.</summary>
    public ReplayAnswer? Baseline { get; init; }

    /// <summary>The old arm's second answer; null where it ran once.</summary>
    public ReplayAnswer? BaselineAgain { get; init; }

    /// <summary>The candidate's answer; null before it was called.</summary>
    public ReplayAnswer? Candidate { get; init; }

    /// <summary>Old minus new on the primary metric, in its unit; null where a value is missing.</summary>
    public double? Loss { get; init; }

    /// <summary>For the candidate: <c>win | loss | tie | missing | pending</c>.</summary>
    public string Outcome { get; init; } = ItemOutcomes.Pending;

    /// <summary>Word diff from the old arm's answer to the candidate's.</summary>
    public IReadOnlyList<DiffRun> Diff { get; init; } = [];
}

/// <summary>What one arm answered to an item.</summary>
/// <param name="Message">The answer; null where there is none.</param>
/// <param name="State"><c>pending | woken | sent | answered | done | failed | missing | skipped</c>.</param>
/// <param name="Cause">Why there is no usable answer; null where there is one.</param>
/// <param name="Results">What the evaluators said.</param>
/// <param name="LatencyMs">From the request to the end of the answer, in milliseconds; null without an answer.</param>
/// <param name="CostUsd">What the call cost, in US dollars; null where no price is known.</param>
/// <param name="Usage">The call's tokens; null without an answer.</param>
/// <param name="Cached">The answer had been bought before, so it says nothing about latency and cost.</param>
/// <param name="Span">The call; null before it was made.</param>
/// <param name="Simulated">No real model answered.</param>
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

/// <summary>Body of <c>POST /api/v1/replays/{id}/promote</c>.</summary>
/// <param name="Label">The label to point at the candidate's version.</param>
/// <param name="Reason">Why, in the mover's words.</param>
public sealed record PromoteReplay(string Label, string? Reason);

/// <summary>Body of <c>PUT /api/v1/replays/draft</c>: what somebody has answered the replay wizard so far.</summary>
/// <param name="Answers">As the wizard's address says them; at most 20,000 characters.</param>
/// <param name="SystemPrompt">The typed prompt, which no address can hold; at most 500,000 characters.</param>
public sealed record PutReplayDraft(string Answers, string? SystemPrompt);

/// <summary>What somebody has answered the replay wizard so far: one for each person and workspace.</summary>
/// <param name="Answers">As the wizard's address says them.</param>
/// <param name="SystemPrompt">The typed prompt; null for none.</param>
/// <param name="UpdatedAt">When it was last kept.</param>
public sealed record ReplayDraft(string Answers, string? SystemPrompt, DateTimeOffset UpdatedAt);
