using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Replays.Planning;

/// <summary>What counts once: turns of one conversation, or conversations of one task, are not independent.</summary>
internal static class ClusterKeys
{
    /// <summary>The coarsest level that every span knows and that has at least two groups; a single group could never decide
    /// anything.</summary>
    public static string Auto(IReadOnlyList<SpanDetail> spans) =>
        ClusterLevels.Levels.FirstOrDefault(level =>
            IsKnown(spans, level) && spans.Select(s => Of(s, level)).Distinct().Take(2).Count() == 2
        ) ?? ClusterLevels.Trace;

    public static bool IsKnown(IReadOnlyList<SpanDetail> spans, string level) => spans.All(s => !string.IsNullOrEmpty(Of(s, level)));

    public static string? Of(SpanDetail span, string level) =>
        level switch
        {
            ClusterLevels.Task => span.TaskId,
            ClusterLevels.User => span.UserId,
            ClusterLevels.Session => span.SessionId,
            _ => span.TraceId,
        };
}
