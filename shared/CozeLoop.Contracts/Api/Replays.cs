using CozeLoop.Chat;

namespace CozeLoop.Contracts.Api;

/// <summary>Body of <c>POST /api/v1/replays</c>.</summary>
public sealed record CreateReplay
{
    /// <summary>Display name.</summary>
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
    /// What must hold for the run to pass, all of it: at most 20 conditions, also joined by <c>and</c>, such as <c>better</c>,
    /// <c>resolved not worse by more than 2</c>, <c>costUsd not worse by more than 5%</c> or, of a percentile,
    /// <c>p95(latencyMs) not worse by more than 10%</c>. Bounds with the signs of comparison may be written too. All of them bound
    /// candidate minus old, in the metric's unit or in percent of the old value.
    /// </summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>
    /// The difference that the run should find, in the primary metric's unit: the plan then says how likely it is found and how many groups
    /// it takes. Null for none.
    /// </summary>
    public double? WantedEffect { get; init; }

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

    /// <summary>The run stops before it would cost more than this, in US dollars; null for no limit.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>Run the old arm twice, to measure how much it differs from itself.</summary>
    public bool NoiseFloor { get; init; } = true;

    /// <summary>Make no call: use stored answers, and fail where there is none.</summary>
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
public sealed record SampleSpec(int Size, long Seed, string Strategy = SampleStrategies.Uniform);

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

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary><c>planned | running | paused | finished | cancelled | failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is paused or has failed: an English sentence, or a cause and the provider's words; null otherwise.</summary>
    public string? StateReason { get; init; }

    /// <summary>What ended it before its time; null unless it has failed.</summary>
    public RunFailure? Failure { get; init; }

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

    /// <summary><c>pass | fail | inconclusive | none</c>: what its gates or its verdict decide; null before the end.</summary>
    public string? Decision { get; init; }

    /// <summary>The verdict in an English sentence; null before the end.</summary>
    public string? Sentence { get; init; }

    /// <summary>The candidate's effect on the primary metric; null before the end.</summary>
    public MetricSummary? Effect { get; init; }

    /// <summary>Labels that were moved on the strength of it.</summary>
    public IReadOnlyList<ReplayPromotion> Promotions { get; init; } = [];

    /// <summary>
    /// Number of calls that may have been paid for in vain: their outcome was unknown when a worker died and they were made again, or they
    /// were in flight when the replay was cancelled.
    /// </summary>
    public int RepeatedCalls { get; init; }

    /// <summary>A model of it is simulated: its verdict says nothing about a real one.</summary>
    public bool Simulated { get; init; }

    /// <summary>What its scores wait for: judges that cannot answer now. Empty when nothing is amiss.</summary>
    public IReadOnlyList<Wait> Waiting { get; init; } = [];

    /// <summary>How often the same question was asked, counted from 1: each attempt makes a chance finding likelier.</summary>
    public int Attempt { get; init; } = 1;
}

/// <summary>Why no further call of a run could succeed.</summary>
/// <param name="Arm"><c>baseline | candidate</c>: whose calls failed.</param>
/// <param name="Cause"><c>model_not_found | endpoint_not_found | invalid_request</c>.</param>
/// <param name="Connection">Name of the connection that was asked.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Message">The provider's words, at most 500 characters.</param>
public sealed record RunFailure(string Arm, string Cause, string Connection, string Model, string Message)
{
    /// <summary>All of it in an English sentence.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>All of it in a Simplified Chinese sentence.</summary>
    public string SentenceZh { get; init; } = "";
}

/// <summary>A judge that cannot answer now; it is asked again with one call now and then.</summary>
/// <param name="What">Such as <c>judge kind@2</c>: an evaluator and its version.</param>
/// <param name="Cause"><c>unreachable | timeout | rate_limited | unauthorized | provider_error | interrupted</c>.</param>
/// <param name="Message">What the provider said last, at most 500 characters.</param>
/// <param name="Since">When it failed first.</param>
/// <param name="Subjects">How many answers wait for it.</param>
public sealed record Wait(string What, string Cause, string Message, DateTimeOffset Since, int Subjects);

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

/// <summary>Body of <c>POST /api/v1/replays/{id}/promote</c>.</summary>
/// <param name="Label">The label to point at the candidate's version.</param>
/// <param name="Reason">Why, in the mover's words.</param>
public sealed record PromoteReplay(string Label, string? Reason);

/// <summary>Body of <c>PUT /api/v1/replays/draft</c>: what someone has entered in the replay wizard so far.</summary>
/// <param name="Answers">As the wizard's address says them; at most 20,000 characters.</param>
/// <param name="SystemPrompt">The typed prompt, which no address can hold; at most 500,000 characters.</param>
public sealed record PutReplayDraft(string Answers, string? SystemPrompt);

/// <summary>What someone has entered in the replay wizard so far: one per person and workspace.</summary>
/// <param name="Answers">As the wizard's address says them.</param>
/// <param name="SystemPrompt">The typed prompt; null for none.</param>
/// <param name="UpdatedAt">When it was last kept.</param>
public sealed record ReplayDraft(string Answers, string? SystemPrompt, DateTimeOffset UpdatedAt);
