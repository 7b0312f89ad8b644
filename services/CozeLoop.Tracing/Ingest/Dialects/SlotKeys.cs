using System.Collections.Frozen;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>An attribute that says what a slot is. <see cref="Rank"/>: the smaller is preferred.</summary>
internal readonly record struct Alias(int Rank, string? Key, string? Value);

/// <summary>
/// The alias tables the other way round: from an attribute's name to what it may say. A span's own dialect is asked first, then the others
/// in their order, and within a dialect the names in theirs.
/// </summary>
internal static class SlotKeys
{
    // More names than any dialect has for one slot.
    private const int RanksPerDialect = 100;

    private static readonly FrozenDictionary<string, Use[]> Uses = (
        from dialect in Conventions.All.Index()
        from aliases in dialect.Item.Aliases
        from key in aliases.Keys.Index()
        group new Use(aliases.Slot, dialect.Item, (dialect.Index + 1) * RanksPerDialect + key.Index + 1, key.Index + 1) by key.Item
    ).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    public static int Slots { get; } = Enum.GetValues<Slot>().Length;

    /// <summary>Keeps the attribute for every slot that it says more preferably than what was found before.</summary>
    public static void Note(string key, string value, Dialect own, Alias[] found)
    {
        if (!Uses.TryGetValue(key, out var uses))
            return;
        foreach (var use in uses)
        {
            int rank = use.Dialect == own ? use.OwnRank : use.Rank;
            ref var best = ref found[(int)use.Slot];
            if (best.Key is null || rank < best.Rank)
                best = new Alias(rank, key, value);
        }
    }

    private sealed record Use(Slot Slot, Dialect Dialect, int Rank, int OwnRank);
}
