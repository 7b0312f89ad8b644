namespace CozeLoop.Truth.Scenarios;

/// <summary>A kind of traffic with a known truth: what was asked, and how likely each version of the prompt answers right.</summary>
/// <param name="Name">As it is asked for and printed.</param>
internal sealed record Scenario(string Name)
{
    public Subject Subject { get; init; } = Subject.Planted;

    /// <summary>Replays where no number is asked for.</summary>
    public int Runs { get; init; } = 200;

    /// <summary>Tasks, or conversations where one has several turns: what is independent of each other.</summary>
    public int Clusters { get; init; } = 40;

    /// <summary>Questions of each; more than one is replayed turn by turn on the recorded history.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>The questions of a run, cluster by cluster.</summary>
    public Func<Random, int, IReadOnlyList<string>> Questions { get; init; } = Scenarios.Questions.Distinct;

    /// <summary>Share of right answers by the old version, over all clusters.</summary>
    public double Old { get; init; } = 0.5;

    /// <summary>Share of right answers by the new version, over all clusters.</summary>
    public double New { get; init; } = 0.5;

    /// <summary>Half of the clusters are easier for both versions by this much, half are harder.</summary>
    public double Spread { get; init; }

    /// <summary>In half of the clusters the new version is better by this much more, in half by this much less.</summary>
    public double EffectSpread { get; init; }

    /// <summary>How often a turn shares the luck of its conversation: a version that understood it once answers the rest right.</summary>
    public double Agreement { get; init; }

    /// <summary>The old version is tried against itself; else the texts differ, whatever that does to the answers.</summary>
    public bool IsSamePrompt { get; init; }

    /// <summary>An interval that covers too often is a fault too: false where scores of few values make every method do so.</summary>
    public bool IsSmooth { get; init; }

    /// <summary>The shares are guesses: one is larger, and nobody knows by how much.</summary>
    public bool IsOnlyDirectionKnown { get; init; }

    /// <summary>New minus old, in points.</summary>
    public double Effect => Math.Round(100 * (New - Old), 9);

    public bool IsNull => Effect == 0;

    /// <summary>There is something to find, and the plan is asked how likely it is found.</summary>
    public bool IsForecast => Effect > 0 && !IsOnlyDirectionKnown;
}
