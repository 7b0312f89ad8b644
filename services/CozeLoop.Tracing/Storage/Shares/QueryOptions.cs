using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Tracing.Storage.Shares;

/// <summary>
/// Section <c>Tracing:Queries</c>: what reading may take of the trace store. The embedded engine runs eight reads at once.
/// </summary>
internal sealed record QueryOptions
{
    /// <summary>Seconds one query may run. 30.</summary>
    [Range(1, 3600)]
    public int MaxSeconds { get; init; } = 30;

    /// <summary>Bytes of memory one query may use; what it groups and sorts goes to disk at half of it. 1 GiB.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>Queries of all callers that run at once. 8.</summary>
    [Range(1, 256)]
    public int Running { get; init; } = 8;

    /// <summary>Of those, queries of one workspace. 4.</summary>
    [Range(1, 256)]
    public int RunningPerWorkspace { get; init; } = 4;

    /// <summary>Of those, queries of one key or person. 2.</summary>
    [Range(1, 256)]
    public int RunningPerCaller { get; init; } = 2;

    /// <summary>Queries of one key or person that wait for their turn; one more is refused. 64.</summary>
    [Range(1, 10_000)]
    public int WaitingPerCaller { get; init; } = 64;

    /// <summary>Queries of all callers that wait; one more is refused. 512.</summary>
    [Range(1, 100_000)]
    public int Waiting { get; init; } = 512;
}
