namespace CozeLoop.Experiments.Storage;

internal static class ReplayState
{
    public const string Planned = "planned",
        Running = "running",
        Paused = "paused",
        Finished = "finished",
        Cancelled = "cancelled";
    public const string ByUser = "user",
        ByFault = "fault";
}

/// <summary>A call's way: pending → woken → sent → answered → done; or failed, missing, skipped at the end of it.</summary>
internal static class CallState
{
    public const string Pending = "pending";

    /// <summary>Its message is published.</summary>
    public const string Woken = "woken";

    /// <summary>The intent is on disk: whether it was bought is unknown until the answer is.</summary>
    public const string Sent = "sent";

    /// <summary>Answered, its scores outstanding.</summary>
    public const string Answered = "answered";
    public const string Done = "done";

    /// <summary>The model failed the task: the worst score.</summary>
    public const string Failed = "failed";
    public const string Missing = "missing";

    /// <summary>Never made: cancelled, or past the budget.</summary>
    public const string Skipped = "skipped";

    public static readonly string[] InFlight = [Woken, Sent];
    public static readonly string[] Open = [Pending, Woken, Sent, Answered];
}

internal static class Arms
{
    public const string Baseline = "baseline",
        Candidate = "candidate";
}
