namespace CozeLoop.Contracts.Api;

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

    /// <summary>Calls that have no usable answer, the candidate's first, and the most frequent cause of each arm first.</summary>
    public IReadOnlyList<ArmFailure> Failures { get; init; } = [];

    /// <summary>The verdict had everything missing gone against the candidate.</summary>
    public string WorstCase { get; init; } = "";

    /// <summary>The verdict had everything missing gone for the candidate.</summary>
    public string BestCase { get; init; } = "";

    /// <summary>The filter selected by outcome; the verdict holds only among those selected.</summary>
    public bool OutcomeDependent { get; init; }

    /// <summary>How often the same question was asked, counted from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>How often the old arm differs from itself; null where it ran once.</summary>
    public DisagreementRate? Disagreement { get; init; }

    /// <summary>Number of items by how certain the prompt behind them is: <c>proven | approximate | messageOnly</c>.</summary>
    public IReadOnlyDictionary<string, int> Recovery { get; init; } = new Dictionary<string, int>();

    /// <summary>What the run's calls cost, in US dollars; null where no price is known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Number of calls that were answered from the cache.</summary>
    public int CachedCalls { get; init; }

    /// <summary>Number of answers that were compared, of both arms and with the old one's second run.</summary>
    public int Answers { get; init; }

    /// <summary>Number of those that were reused from an earlier run and not made for this one.</summary>
    public int ReusedAnswers { get; init; }

    /// <summary>Number of items that ask the same as another group's, or nearly so, and therefore count together with it.</summary>
    public int RepeatedQuestions { get; init; }

    /// <summary>A model is simulated: the verdict says nothing about a real one.</summary>
    public bool Simulated { get; init; }

    /// <summary><c>better | worse | inconclusive | none</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>
    /// <c>pass | fail | inconclusive | none</c>: by the gates where there are any, else by the verdict; of a simulated run never
    /// <c>pass</c>. The exit code, the reports and promotion follow it.
    /// </summary>
    public string Decision { get; init; } = Decisions.None;

    /// <summary>The conditions of the run's gates in their order; empty without gates.</summary>
    public IReadOnlyList<GateResult> Gates { get; init; } = [];

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

/// <summary>Calls of one arm that failed alike.</summary>
/// <param name="Arm"><c>baseline | candidate</c>.</param>
/// <param name="Cause">
/// <c>empty | refused</c> count as the worst score; anything else, such as <c>truncated</c> or <c>provider_error</c>, is missing.
/// </param>
/// <param name="Count">Number of items on which it happened.</param>
/// <param name="Message">The provider's words in one of these cases, at most 500 characters; null where it gave none.</param>
public sealed record ArmFailure(string Arm, string Cause, int Count, string? Message);

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
