using System.Collections.Concurrent;

namespace CozeLoop.Platform.Workers;

/// <summary>What the background workers of this process are doing; <c>/health/ready</c> shows it.</summary>
public sealed class WorkerStates
{
    private readonly ConcurrentDictionary<string, WorkerState> _states = new();

    /// <summary>By name, in no order. A worker that has been stopped is not there.</summary>
    public IReadOnlyCollection<WorkerState> All => [.. _states.Values];

    internal void Set(WorkerState state) => _states[state.Name] = state;

    internal void Remove(string name) => _states.TryRemove(name, out _);
}

/// <param name="Faulted">The last round failed; the worker tries again by itself.</param>
/// <param name="LastError">Why, or what a round waits for that is not at fault; null when all is well.</param>
/// <param name="LastBeat">When the worker last finished a round or reported its state.</param>
public sealed record WorkerState(string Name, bool Faulted, string? LastError, DateTimeOffset LastBeat);
