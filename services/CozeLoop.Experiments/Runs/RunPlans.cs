using System.Collections.Concurrent;
using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

/// <summary>The plans of started runs, read and parsed once and not for each of their calls.</summary>
internal sealed class RunPlans(RunStore store, RunSources sources)
{
    private const int MostKept = 100;

    private readonly ConcurrentDictionary<(long Workspace, string Run), RunPlan> _kept = new();

    /// <param name="runId">One that has started: before that its versions are not known.</param>
    /// <returns>Null where the workspace has no such run.</returns>
    public async Task<RunPlan?> FindAsync(long workspace, string runId, CancellationToken ct)
    {
        if (_kept.TryGetValue((workspace, runId), out var kept))
            return kept;
        if (await store.FindAsync(workspace, runId, ct) is not { } run)
            return null;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        return _kept[(workspace, runId)] = RunPlan.Of(run, sources.DesignOf(run));
    }
}
