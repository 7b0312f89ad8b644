using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Evaluation;

/// <summary>Section <c>Evaluation</c>.</summary>
internal sealed class EvaluationOptions
{
    /// <summary>How long an answer waits for a judge whose provider is away before its score counts as missing. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan JudgePatience { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Answers scored at once, each with at most one judge's call in flight. Default 8.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;
}
