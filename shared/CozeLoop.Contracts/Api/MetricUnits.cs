namespace CozeLoop.Contracts.Api;

/// <summary>What a metric counts in: <see cref="MetricComparison.Unit"/>.</summary>
public static class MetricUnits
{
    /// <summary>Percentage points, of an evaluator that says yes or no.</summary>
    public const string Points = "points";

    /// <summary>The evaluator's own scale.</summary>
    public const string Score = "score";

    /// <summary>US dollars; less is better.</summary>
    public const string Usd = "usd";

    /// <summary>Milliseconds; less is better.</summary>
    public const string Ms = "ms";
}
