namespace CozeLoop.Experiments.Statistics;

/// <summary>A two-sided interval, in the unit of what it estimates.</summary>
internal readonly record struct Interval(double Low, double High)
{
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Its part within ± <paramref name="most"/>, which may be infinite.</summary>
    public Interval Within(double most) => new(Math.Max(-most, Low), Math.Min(most, High));
}
