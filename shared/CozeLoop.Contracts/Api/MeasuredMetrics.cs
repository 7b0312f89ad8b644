namespace CozeLoop.Contracts.Api;

/// <summary>Metrics that every run measures beside its evaluators: <see cref="MetricComparison.Name"/>.</summary>
public static class MeasuredMetrics
{
    /// <summary>US dollars of a call.</summary>
    public const string Cost = "costUsd";

    /// <summary>Milliseconds until a call was answered.</summary>
    public const string Latency = "latencyMs";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Cost, Latency];
}
