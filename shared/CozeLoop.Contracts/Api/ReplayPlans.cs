namespace CozeLoop.Contracts.Api;

/// <summary>What a run will do and can show, before it starts.</summary>
public sealed record ReplayPlan
{
    /// <summary>Number of recorded calls that are replayed.</summary>
    public int Items { get; init; }

    /// <summary>Number of selected calls that are left out, by cause; none of them is replayed in another form.</summary>
    public IReadOnlyDictionary<string, int> Exclusions { get; init; } = new Dictionary<string, int>();

    /// <summary>Number of independent groups among them; each counts once.</summary>
    public int Clusters { get; init; }

    /// <summary>Number of items that ask the same as another group's, or nearly so, and therefore count together with it.</summary>
    public int RepeatedQuestions { get; init; }

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

    /// <summary>How long the arms' calls will take, in seconds, by the recorded durations; null where none is known.</summary>
    public double? EstimatedSeconds { get; init; }

    /// <summary>What the run can show on its primary metric; null without one.</summary>
    public PowerForecast? Forecast { get; init; }

    /// <summary>The filter selects by outcome, so that any fresh run looks better; the verdict holds only among those selected.</summary>
    public bool OutcomeDependent { get; init; }

    /// <summary>Number of items by how certain the prompt behind them is: <c>proven | approximate | messageOnly</c>.</summary>
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

    /// <summary>What the reader should know before the run.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
}

/// <summary>A remark that each reader sees in their own language.</summary>
/// <param name="Code">A stable code, which the studio and the command line put into words.</param>
/// <param name="Text">The remark in English.</param>
/// <param name="Arguments">Values for the wording's placeholders, in order; null for none.</param>
public sealed record Notice(string Code, string Text, IReadOnlyList<string>? Arguments = null);
