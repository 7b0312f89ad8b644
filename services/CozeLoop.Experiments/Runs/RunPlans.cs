using System.Collections.Concurrent;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

/// <summary>The plans of started replays, read and parsed once and not for each of their calls.</summary>
internal sealed class RunPlans(ReplayStore store)
{
    private const int MostKept = 100;

    private readonly ConcurrentDictionary<(long Workspace, string Replay), RunPlan> _kept = new();

    /// <param name="replayId">One that has started: before that its versions are not known.</param>
    /// <returns>Null where the workspace has no such replay.</returns>
    public async Task<RunPlan?> FindAsync(long workspace, string replayId, CancellationToken ct)
    {
        if (_kept.TryGetValue((workspace, replayId), out var kept))
            return kept;
        if (await store.FindAsync(workspace, replayId, ct) is not { } replay)
            return null;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        return _kept[(workspace, replayId)] = RunPlan.Of(replay);
    }
}
