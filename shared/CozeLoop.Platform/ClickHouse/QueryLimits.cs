using System.Globalization;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>What one read may take of the engine.</summary>
/// <param name="MaxTime">Longer, and it ends with <see cref="ClickHouseException.Timeout"/>.</param>
/// <param name="MaxMemoryBytes">
/// More, and it ends with <see cref="ClickHouseException.MemoryLimit"/>; groups and sorts go to disk at half of it.
/// </param>
/// <param name="Priority">1 or more: a read pauses while one with a smaller number runs.</param>
public sealed record QueryLimits(TimeSpan MaxTime, long MaxMemoryBytes, int Priority = 1)
{
    /// <summary>60 s and 4 GB, before nobody and behind nobody.</summary>
    public static QueryLimits Default { get; } = new(TimeSpan.FromSeconds(60), 4_000_000_000, Priority: 0);

    internal IReadOnlyList<(string Name, string Value)> Settings =>
        [
            ("max_execution_time", MaxTime.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
            ("max_memory_usage", Text(MaxMemoryBytes)),
            ("max_bytes_before_external_group_by", Text(MaxMemoryBytes / 2)),
            ("max_bytes_before_external_sort", Text(MaxMemoryBytes / 2)),
            ("priority", Text(Priority)),
        ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
