using CozeLoop.Experiments.Statistics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Experiments.Tests.Statistics;

public sealed class PropertyTests
{
    private static readonly Gen<double[]> Differences = Gen.Choose(-3, 3)
        .Select(v => v / 2.0)
        .ArrayOf()
        .Where(a => a.Length is > 1 and <= 14);

    private static readonly Gen<(int Wins, int Losses, int Ties)> Pairs =
        from wins in Gen.Choose(0, 40)
        from losses in Gen.Choose(0, 40)
        from ties in Gen.Choose(0, 60)
        where wins + losses + ties > 0
        select (wins, losses, ties);

    [Fact]
    public void McNemar_is_symmetric_and_a_probability() =>
        Prop.ForAll(
                Pairs.ToArbitrary(),
                t =>
                {
                    double p = McNemar.PValue(t.Wins, t.Losses);
                    return p is > 0 and <= 1 && p == McNemar.PValue(t.Losses, t.Wins);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Sign_flip_does_not_care_about_order_sign_or_scale() =>
        Prop.ForAll(
                Differences.ToArbitrary(),
                d =>
                {
                    double p = SignFlip.PValue(d, 1);
                    bool Same(IEnumerable<double> other) => Math.Abs(SignFlip.PValue([.. other], 1) - p) < 1e-12;
                    return p is > 0 and <= 1
                        && Same(d.Reverse())
                        && Same(d.Select(v => -v))
                        && Same(d.Select(v => v * 0.1))
                        && Same(d.Append(0));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Sign_flip_with_one_binary_pair_a_cluster_is_the_exact_McNemar_test() =>
        Prop.ForAll(
                (from wins in Gen.Choose(0, 10) from losses in Gen.Choose(0, 10) select (wins, losses)).ToArbitrary(),
                t =>
                {
                    double[] d = [.. Enumerable.Repeat(1.0, t.wins), .. Enumerable.Repeat(-1.0, t.losses), 0, 0];
                    return Math.Abs(SignFlip.PValue(d, 1) - McNemar.PValue(t.wins, t.losses)) < 1e-10;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Drawn_sign_flips_agree_with_the_exact_test()
    {
        double[] d = [.. Enumerable.Repeat(1.0, 18), .. Enumerable.Repeat(-1.0, 8)];
        Assert.Equal(McNemar.PValue(18, 8), SignFlip.PValue(d, seed: 5), 0.005);
        Assert.Equal(SignFlip.PValue(d, seed: 5), SignFlip.PValue(d, seed: 5));
    }

    [Fact]
    public void Cluster_t_contains_the_mean_and_moves_with_it() =>
        Prop.ForAll(
                Differences.ToArbitrary(),
                d =>
                {
                    var i = ClusterT.Of(d)!.Value;
                    var moved = ClusterT.Of([.. d.Select(v => v + 5)])!.Value;
                    return i.Contains(d.Average()) && Math.Abs(moved.Low - i.Low - 5) < 1e-9 && Math.Abs(moved.High - i.High - 5) < 1e-9;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Proportion_intervals_contain_the_share() =>
        Prop.ForAll(
                (from n in Gen.Choose(1, 200) from k in Gen.Choose(0, n) select (k, n)).ToArbitrary(),
                t =>
                    Binomial.Wilson(t.k, t.n).Contains((double)t.k / t.n)
                    && Binomial.ClopperPearson(t.k, t.n).Contains((double)t.k / t.n)
                    && Math.Abs(Binomial.ClopperPearson(t.k, t.n).Low - 1 + Binomial.ClopperPearson(t.n - t.k, t.n).High) < 1e-6
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Holm_never_lowers_a_p_and_keeps_their_order() =>
        Prop.ForAll(
                Gen.Choose(0, 1000).Select(v => v / 1000.0).ArrayOf().ToArbitrary(),
                p =>
                {
                    double[] adjusted = Holm.Adjust(p);
                    return p.Zip(adjusted).All(x => x.Second >= x.First && x.Second <= 1)
                        && Enumerable
                            .Range(0, p.Length)
                            .All(i => Enumerable.Range(0, p.Length).All(j => p[i] >= p[j] || adjusted[i] <= adjusted[j]));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Wilcoxon_swaps_its_sums_when_signs_are_swapped() =>
        Prop.ForAll(
                Differences.ToArbitrary(),
                d =>
                {
                    var there = Wilcoxon.Exact(d);
                    var back = Wilcoxon.Exact([.. d.Select(v => -v)]);
                    return there.Positive == back.Negative && Math.Abs(there.P - back.P) < 1e-12 && there.P is > 0 and <= 1;
                }
            )
            .QuickCheckThrowOnFailure();
}
