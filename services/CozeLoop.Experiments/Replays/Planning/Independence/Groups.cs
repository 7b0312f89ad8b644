namespace CozeLoop.Experiments.Replays.Planning.Independence;

/// <summary>Disjoint groups of the numbers 0 to count − 1 that grow by joining (union-find with path halving).</summary>
internal sealed class Groups(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];

    /// <summary>The least member of the group, which names it.</summary>
    public int Of(int member)
    {
        while (_parent[member] != member)
            member = _parent[member] = _parent[_parent[member]];
        return member;
    }

    public void Join(int one, int other)
    {
        (one, other) = (Of(one), Of(other));
        _parent[Math.Max(one, other)] = Math.Min(one, other);
    }

    /// <summary>Joins all that have the same key.</summary>
    public void JoinEqual<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        var first = new Dictionary<TKey, int>();
        for (int i = 0; i < keys.Count; i++)
        {
            if (!first.TryAdd(keys[i], i))
                Join(first[keys[i]], i);
        }
    }
}
