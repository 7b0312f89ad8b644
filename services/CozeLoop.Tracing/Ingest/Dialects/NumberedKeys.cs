using System.Globalization;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Which numbers a flattened list's attributes have: <c>PREFIX.0.…</c>, and within each those of the lists inside.</summary>
internal sealed class NumberedKeys
{
    private const int MostDigits = 6;

    private readonly SortedDictionary<int, SortedSet<int>[]> numbers = [];

    /// <param name="inner">What stands before the numbers of each list inside, such as <c>.tool_calls.</c></param>
    public NumberedKeys(IEnumerable<string> keys, string prefix, params string[] inner)
    {
        foreach (string key in keys)
        {
            if (!key.StartsWith(prefix, StringComparison.Ordinal) || Number(key, prefix.Length) is not { } number)
                continue;
            if (!numbers.TryGetValue(number.Value, out var lists))
                numbers[number.Value] = lists = [.. inner.Select(_ => new SortedSet<int>())];
            for (int i = 0; i < inner.Length; i++)
            {
                bool isInside = string.CompareOrdinal(key, number.End, inner[i], 0, inner[i].Length) == 0;
                if (isInside && Number(key, number.End + inner[i].Length) is { } place)
                    lists[i].Add(place.Value);
            }
        }
    }

    public IEnumerable<int> Numbers => numbers.Keys;

    /// <summary>A number is missing before the last one: what it named was not sent.</summary>
    public bool HasGap => IsGappy(numbers.Keys) || numbers.Values.Any(lists => lists.Any(IsGappy));

    public IEnumerable<int> Inner(int number, int list) => numbers[number][list];

    private static bool IsGappy(IReadOnlyCollection<int> sorted) => sorted.Count > 0 && sorted.Last() != sorted.Count - 1;

    private static (int Value, int End)? Number(string key, int at)
    {
        int end = at;
        while (end < key.Length && end - at < MostDigits && char.IsAsciiDigit(key[end]))
            end++;
        return end > at && (end == key.Length || key[end] == '.')
            ? (int.Parse(key.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture), end)
            : null;
    }
}
