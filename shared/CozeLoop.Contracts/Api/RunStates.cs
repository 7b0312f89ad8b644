namespace CozeLoop.Contracts.Api;

/// <summary>Where a run stands, such as a replay: <see cref="Replay.State"/>.</summary>
public static class RunStates
{
    /// <summary>Its calls are chosen; none is made before someone starts it.</summary>
    public const string Planned = "planned";

    /// <summary>Its calls are being made and scored.</summary>
    public const string Running = "running";

    /// <summary>No further call is made: someone asked for it, or the provider is away.</summary>
    public const string Paused = "paused";

    /// <summary>Every call is at its end and the arms are compared.</summary>
    public const string Finished = "finished";

    /// <summary>Someone ended it; what was not made stays unmade.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It ended by itself, because none of its further calls could succeed; it may be resumed once that is mended.</summary>
    public const string Failed = "failed";

    /// <summary>Nothing of a run changes any more, unless a failed one is resumed, but the labels that are moved on the strength of
    /// it.</summary>
    public static bool IsEnd(string state) => state is Finished or Cancelled or Failed;
}
