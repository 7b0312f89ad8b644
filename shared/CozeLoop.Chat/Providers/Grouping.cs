namespace CozeLoop.Chat.Providers;

/// <summary>Neighbours that belong together, in their order.</summary>
internal static class Grouping
{
    /// <summary>Runs of items with the same key.</summary>
    public static IEnumerable<IReadOnlyList<T>> InRuns<T>(this IEnumerable<T> items, Func<T, string> key)
    {
        List<T> run = [];
        foreach (var item in items)
        {
            if (run.Count > 0 && key(run[0]) != key(item))
            {
                yield return run;
                run = [];
            }
            run.Add(item);
        }
        if (run.Count > 0)
            yield return run;
    }

    /// <summary>Items that stand <paramref name="alone"/>, and runs of the others.</summary>
    public static IEnumerable<IReadOnlyList<T>> InGroups<T>(this IEnumerable<T> items, Func<T, bool> alone)
    {
        List<T> run = [];
        foreach (var item in items)
        {
            if (run.Count > 0 && (alone(item) || alone(run[0])))
            {
                yield return run;
                run = [];
            }
            run.Add(item);
        }
        if (run.Count > 0)
            yield return run;
    }
}
