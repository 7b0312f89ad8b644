namespace CozeLoop.Experiments.Statistics;

/// <param name="StandardError">Large-sample (Fleiss, Cohen and Everitt 1969).</param>
internal readonly record struct Kappa(double Value, double StandardError);

/// <summary>Agreement of two judges of the same items, and what their errors do to an effect.</summary>
internal static class Agreement
{
    /// <summary>Cohen's kappa (1960) of a square table of counts; rows are the first judge. NaN where chance alone agrees on
    /// everything.</summary>
    public static Kappa CohenKappa(int[][] table)
    {
        int k = table.Length;
        double n = table.Sum(row => row.Sum());
        double[] rows = [.. table.Select(row => row.Sum() / n)];
        double[] columns = [.. Enumerable.Range(0, k).Select(j => table.Sum(row => row[j]) / n)];
        double observed = Enumerable.Range(0, k).Sum(i => table[i][i]) / n;
        double chance = Enumerable.Range(0, k).Sum(i => rows[i] * columns[i]);
        double kappa = (observed - chance) / (1 - chance);
        double on = 0,
            off = 0;
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
            {
                double share = table[i][j] / n;
                if (i == j)
                    on += share * Math.Pow(1 - (rows[i] + columns[i]) * (1 - kappa), 2);
                else
                    off += share * Math.Pow(columns[i] + rows[j], 2);
            }
        }
        double variance = (on + Math.Pow(1 - kappa, 2) * off - Math.Pow(kappa - chance * (1 - kappa), 2)) / (n * Math.Pow(1 - chance, 2));
        return new Kappa(kappa, Math.Sqrt(Math.Max(0, variance)));
    }

    /// <summary>The difference that a perfect judge would have seen (Rogan and Gladen 1978): a judge's errors shrink it by TPR + TNR −
    /// 1.</summary>
    /// <returns>Null where the judge is no better than a coin.</returns>
    public static double? RoganGladen(double difference, double truePositiveRate, double trueNegativeRate)
    {
        double informedness = truePositiveRate + trueNegativeRate - 1;
        return informedness <= 0 ? null : difference / informedness;
    }
}
