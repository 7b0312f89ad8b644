using System.Globalization;

namespace CozeLoop.Experiments.Runs;

/// <summary>How a run is made and judged, whatever it runs on: decided before its first call and never changed.</summary>
internal sealed record RunDesign
{
    /// <summary>Key of the evaluator that decides; null where none was declared.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>Differences within ± margin count as none, in the metric's unit.</summary>
    public double Margin { get; init; }

    /// <summary>What must hold for it to pass; each of them a gate that can be read.</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>How many items ask the same as another cluster's and count together with it.</summary>
    public int RepeatedQuestions { get; init; }

    /// <summary>Of every random order and test of the run.</summary>
    public long Seed { get; init; }

    /// <summary>What counts once: one of <see cref="Contracts.Api.ClusterLevels"/>.</summary>
    public required string ClusterBy { get; init; }

    /// <summary>False where stored answers stand beside the candidate's: then there is no verdict.</summary>
    public bool RerunsBaseline { get; init; } = true;

    /// <summary>Make no call: take stored answers, and fail where there is none.</summary>
    public bool Offline { get; init; }

    /// <summary>The items were chosen by how they came out.</summary>
    public bool OutcomeDependent { get; init; }

    /// <summary>A model of it is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Where the old arm runs, as people call it.</summary>
    public required ArmNames Baseline { get; init; }

    /// <summary>Where the candidate runs.</summary>
    public required ArmNames Candidate { get; init; }

    /// <summary>Sentences on what was run and how it was chosen, in a language.</summary>
    public required Func<CultureInfo, IEnumerable<string>> Selection { get; init; }
}

/// <param name="Connection">Its name, not its id.</param>
internal sealed record ArmNames(string Connection, string Model);
