using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs;

public sealed class SeededOrderTests
{
    private static readonly CallDesign Both = new(Baseline: true, BaselineAgain: true, Seed: 7);

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_seed_another()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        Assert.Equal(SeededOrder.OfItems(items, 7), SeededOrder.OfItems(items, 7));
        Assert.NotEqual(SeededOrder.OfItems(items, 7), SeededOrder.OfItems(items, 8));
        Assert.Equal(items, SeededOrder.OfItems(items, 7).Order());
    }

    [Fact]
    public void Arms_are_interleaved_in_changing_order_and_every_item_has_both_and_the_second_sample()
    {
        var orders = Enumerable
            .Range(0, 100)
            .Select(p => string.Join(',', SeededOrder.CallsOf(Both, p).Select(s => $"{s.Arm}{s.Sample}")))
            .ToArray();
        Assert.Equal(6, orders.Distinct().Count());
        Assert.All(orders, o => Assert.Equal(["baseline0", "baseline1", "candidate0"], o.Split(',').Order()));
        Assert.Equal(2, SeededOrder.CallsOf(Both with { BaselineAgain = false }, 0).Count);
        Assert.Equal("candidate", Assert.Single(SeededOrder.CallsOf(new CallDesign(false, true, 7), 0)).Arm);
    }
}
