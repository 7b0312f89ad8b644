using CozeLoop.Contracts.Api;

namespace CozeLoop.Experiments.Planning;

internal readonly record struct CallSlot(string Arm, int Sample);

/// <summary>
/// The order of a run, fixed by its seed: items shuffled, so that a stop leaves a random part; arms shuffled within each item, so that a
/// provider's drift hits both alike.
/// </summary>
internal static class SeededOrder
{
    public static T[] OfItems<T>(IEnumerable<T> items, long seed)
    {
        T[] shuffled = [.. items];
        RandomOf(seed, -1).Shuffle(shuffled);
        return shuffled;
    }

    public static IReadOnlyList<CallSlot> CallsOf(CreateReplay request, int position)
    {
        var slots = new List<CallSlot> { new(Arms.Candidate, 0) };
        if (request.Baseline == BaselineSources.Rerun)
        {
            slots.Add(new CallSlot(Arms.Baseline, 0));
            if (request.NoiseFloor)
                slots.Add(new CallSlot(Arms.Baseline, 1));
        }
        CallSlot[] order = [.. slots];
        RandomOf(request.Source.Sample.Seed, position).Shuffle(order);
        return order;
    }

    // Not HashCode.Combine: its salt differs between processes.
    private static Random RandomOf(long seed, int position) => new(unchecked((int)(seed ^ (seed >> 32)) * 16777619 + position * 668265263));
}
