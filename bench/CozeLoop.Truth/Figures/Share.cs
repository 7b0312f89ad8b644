using MathNet.Numerics.Distributions;

namespace CozeLoop.Truth.Figures;

/// <summary>Some of many, with the exact 95 % interval of the share (Clopper and Pearson 1934).</summary>
internal readonly record struct Share(int Count, int Of)
{
    private const double Tail = 0.025;

    public double Value => (double)Count / Of;
    public double Low => Count == 0 ? 0 : Beta.InvCDF(Count, Of - Count + 1, Tail);
    public double High => Count == Of ? 1 : Beta.InvCDF(Count + 1, Of - Count, 1 - Tail);

    public bool Holds(double share) => Low <= share && share <= High;

    /// <summary>The largest count that chance exceeds in fewer than <paramref name="risk"/> of all cases, where each happens with
    /// <paramref name="probability"/>.</summary>
    public static int Bound(int of, double probability, double risk) =>
        Enumerable.Range(0, of).FirstOrDefault(k => 1 - Binomial.CDF(probability, of, k) < risk, of);
}
