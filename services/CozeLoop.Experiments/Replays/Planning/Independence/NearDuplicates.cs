namespace CozeLoop.Experiments.Replays.Planning.Independence;

/// <summary>
/// Finds texts that are nearly the same: sets of two-word shingles (Broder 1997) whose Jaccard similarity is at least
/// <see cref="Threshold"/>. An exact join by prefix filtering (Chaudhuri, Ganti and Kaushik 2006) instead of MinHash: it needs no random
/// hashes and misses none.
/// </summary>
internal static class NearDuplicates
{
    public const double Threshold = 0.8;

    /// <summary>Fewer shingles of its own say too little: of "country 17" and "country 18" all but the number is common to every text, and
    /// they are different questions.</summary>
    private const int FewestShingles = 8;

    /// <summary>A shingle of more than half of the texts is the form that they were written in, not what they ask.</summary>
    private const double CommonShare = 0.5;

    /// <param name="texts">Distinct ones, as words.</param>
    /// <param name="join">Told each pair found.</param>
    public static void Find(IReadOnlyList<string[]> texts, Action<int, int> join)
    {
        var numbers = new Dictionary<string, uint>(StringComparer.Ordinal);
        ulong[][] sets = [.. texts.Select(words => Shingles(words, numbers))];
        var frequency = sets.SelectMany(s => s).GroupBy(s => s).ToDictionary(g => g.Key, g => g.Count());
        double common = Math.Max(3, CommonShare * texts.Count);
        // The rarest first: similar sets then share one of their first few.
        sets = [.. sets.Select(s => s.Where(x => frequency[x] <= common).OrderBy(x => frequency[x]).ThenBy(x => x).ToArray())];
        var seen = new Dictionary<ulong, List<int>>();
        for (int i = 0; i < sets.Length; i++)
        {
            if (sets[i].Length < FewestShingles)
                continue;
            int prefix = sets[i].Length - (int)Math.Ceiling(Threshold * sets[i].Length) + 1;
            var candidates = new HashSet<int>();
            foreach (ulong shingle in sets[i].Take(prefix))
            {
                if (!seen.TryGetValue(shingle, out var others))
                    seen[shingle] = others = [];
                candidates.UnionWith(others);
                others.Add(i);
            }
            foreach (int other in candidates.Where(other => Similarity(sets[other], sets[i]) >= Threshold))
                join(other, i);
        }
    }

    private static ulong[] Shingles(string[] words, Dictionary<string, uint> numbers)
    {
        uint Number(string word) => numbers.TryGetValue(word, out uint known) ? known : numbers[word] = (uint)numbers.Count;
        uint[] text = [.. words.Select(Number)];
        return [.. text.Zip(text.Skip(1), (one, two) => ((ulong)one << 32) | two).Distinct()];
    }

    private static double Similarity(ulong[] one, ulong[] two)
    {
        int common = one.Intersect(two).Count();
        return (double)common / (one.Length + two.Length - common);
    }
}
