using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Evaluation;

/// <summary>Section <c>Evaluation</c>.</summary>
internal sealed class EvaluationOptions
{
    /// <summary>How long an answer waits for a judge whose provider is away before its score counts as missing. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan JudgePatience { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Answers whose checks are made at once. Default 8.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Calls of one judge (a workspace's connection and model) in flight at once, over all processes. Default 8.</summary>
    [Range(1, 256)]
    public int JudgeCalls { get; set; } = 8;

    /// <summary>Faults of a judge in a row after which it is asked no more but with one call now and then. Default 3.</summary>
    [Range(1, 1000)]
    public int FaultsToOpen { get; set; } = 3;

    /// <summary>First pause before a judge that is away is asked again; doubles up to five minutes. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan FirstProbe { get; set; } = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    /// <summary>A process that says nothing for so long is taken for dead, and its judgements are made by another. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often to look for judgements that can be made again, and to tell of those that wait. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:02")]
    public TimeSpan Look { get; set; } = TimeSpan.FromSeconds(1);
}
