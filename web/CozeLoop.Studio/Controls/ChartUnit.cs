namespace CozeLoop.Studio.Controls;

/// <summary>What the values of a chart are: how one is written, and at which the lines of the axis stand.</summary>
/// <param name="Scale">From 0 to a value that is not below the highest one, in equal steps.</param>
public sealed record ChartUnit(Func<double, string> Text, Func<double, IReadOnlyList<double>> Scale)
{
    private const double LeastShare = 0.01;

    public static readonly ChartUnit Count = new(v => Format.Count((long)v), max => Ticks.UpTo(max, least: 1)),
        Money = new(v => Format.Money((decimal)v), max => Ticks.UpTo(max)),
        Duration = new(v => Format.Duration(v), Ticks.UpToDuration),
        Share = new(v => Format.Percent(v, IsWholePercent(v) ? 0 : 1), max => Ticks.UpTo(Math.Max(max, LeastShare)));

    private static bool IsWholePercent(double share) => Math.Round(share * 100, 6) % 1 == 0;
}
