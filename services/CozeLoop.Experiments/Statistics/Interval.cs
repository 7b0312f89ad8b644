namespace CozeLoop.Experiments.Statistics;

/// <summary>A two-sided interval, in the unit of what it estimates.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;
}
