using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Workers;

namespace CozeLoop.Evaluation.Judging.Lanes;

/// <summary>
/// The circuit breaker of a judge's lane, as the database keeps it: a lane without faults has no row. Faults in a row open it, and while it
/// is open nobody is asked. Then one judgement probes: an answer closes the lane, a fault opens it for twice as long.
/// </summary>
internal sealed class LaneFaults
{
    private const int MostOfMessage = 500,
        MostOfCause = 64;

    public const string Select = """
        SELECT lane AS Lane, faults AS Faults, pause AS PauseMs, open_until AS OpenUntil, since AS Since, cause AS Cause, message AS Message
        FROM judge_lanes
        """;

    public string Lane { get; set; } = "";

    /// <summary>Since the last answer.</summary>
    public long Faults { get; set; }

    /// <summary>For how long it was opened last; 0 while it is closed.</summary>
    public long PauseMs { get; set; }
    public long OpenUntil { get; set; }

    /// <summary>When the first of the faults was.</summary>
    public long Since { get; set; }

    /// <summary>Of the last one.</summary>
    public string Cause { get; set; } = "";

    /// <summary>Of the last one, in the provider's words.</summary>
    public string Message { get; set; } = "";

    /// <summary>How many judgements may be made at once now.</summary>
    public static int Seats(LaneFaults? lane, EvaluationOptions options, long now) =>
        lane is null or { PauseMs: 0 } ? options.JudgeCalls
        : lane.OpenUntil > now ? 0
        : 1;

    /// <summary>The lane after one more fault.</summary>
    public static LaneFaults After(LaneFaults? before, string lane, ModelCallFailure failure, EvaluationOptions options, long now)
    {
        var after = new LaneFaults
        {
            Lane = lane,
            Faults = (before?.Faults ?? 0) + 1,
            PauseMs = before?.PauseMs ?? 0,
            OpenUntil = before?.OpenUntil ?? 0,
            Since = before?.Since ?? now,
            Cause = Cut(failure.Cause, MostOfCause),
            Message = Cut(failure.Message, MostOfMessage),
        };
        // A key is not refused by chance. What was asked before it opened and failed since tells nothing new.
        bool isAway = after.Faults >= options.FaultsToOpen || failure.Cause == FailureCauses.Unauthorized;
        if (!isAway || after.OpenUntil > now)
            return after;
        var pauses = new Backoff(options.FirstProbe, EvaluationOptions.LongestProbe);
        after.PauseMs = (long)pauses.Next(TimeSpan.FromMilliseconds(after.PauseMs)).TotalMilliseconds;
        after.OpenUntil = now + after.PauseMs;
        return after;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
