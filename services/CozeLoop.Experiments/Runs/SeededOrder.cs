using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

internal readonly record struct CallSlot(string Arm, int Sample);

/// <summary>
/// The order of a run, fixed by its seed: items shuffled, so that a stop leaves a random part; arms shuffled within each item, so that a
/// provider's drift hits both alike.
/// </summary>
internal static class SeededOrder
{
    /// <summary>Calls of one item, at most.</summary>
    public const int MostCalls = 3;

    public static T[] OfItems<T>(IEnumerable<T> items, long seed)
    {
        T[] shuffled = [.. items];
        RandomOf(seed, -1).Shuffle(shuffled);
        return shuffled;
    }

    public static IReadOnlyList<CallSlot> CallsOf(CallDesign calls, int position)
    {
        var slots = new List<CallSlot> { new(Arms.Candidate, 0) };
        if (calls.Baseline)
        {
            slots.Add(new CallSlot(Arms.Baseline, 0));
            if (calls.BaselineAgain)
                slots.Add(new CallSlot(Arms.Baseline, 1));
        }
        CallSlot[] order = [.. slots];
        RandomOf(calls.Seed, position).Shuffle(order);
        return order;
    }

    // Not HashCode.Combine: its salt differs between processes.
    private static Random RandomOf(long seed, int position) => new(unchecked((int)(seed ^ (seed >> 32)) * 16777619 + position * 668265263));
}
