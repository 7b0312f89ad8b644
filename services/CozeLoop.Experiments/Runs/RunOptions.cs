using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Experiments.Runs;

/// <summary>How a run behaves when processes or providers fail; section <c>Experiments</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>A worker that says nothing for so long is taken for dead. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often stalled work is looked for. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Sweep { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A published call that no worker took is published again after this time. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WakeAgain { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>An answer without its scores is sent to be scored again after this time. Default 3 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ScoreAgain { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Provider faults in a row that pause a run. Default 3.</summary>
    [Range(1, 1000)]
    public int FaultsToPause { get; set; } = 3;

    /// <summary>Faults of one call, while others succeed, that make it missing. Default 8.</summary>
    [Range(1, 1000)]
    public int FaultsToGiveUp { get; set; } = 8;

    /// <summary>Calls that an arm begins with; the run fails where every one of them is rejected as invalid or finds nothing at the
    /// address. Default 5.</summary>
    [Range(1, 1000)]
    public int RejectionsToFail { get; set; } = 5;

    /// <summary>First wait before a paused run asks the provider again; doubles up to five minutes. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan FirstProbe { get; set; } = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    /// <summary>Calls that one process makes at once, over all runs. Default 64.</summary>
    [Range(1, 1024)]
    public int Workers { get; set; } = 64;
}
