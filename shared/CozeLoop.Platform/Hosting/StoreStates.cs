using System.Collections.Concurrent;

namespace CozeLoop.Platform.Hosting;

/// <summary>
/// How the servers fare that this process can do without for a while. <c>/health/ready</c> names one that is away and stays ready: to take
/// the process out of service would turn a slower product into none.
/// </summary>
public sealed class StoreStates
{
    private readonly ConcurrentDictionary<string, string?> _troubles = new();

    /// <summary>By name, in no order; the trouble is null for a store that answers.</summary>
    public IReadOnlyCollection<StoreState> All => [.. _troubles.Select(t => new StoreState(t.Key, t.Value))];

    internal void Report(string store, string? trouble) => _troubles[store] = trouble;
}

/// <param name="Trouble">What is wrong, as a sentence; null when nothing is.</param>
public sealed record StoreState(string Name, string? Trouble);
