using CozeLoop.Experiments.Storage;

namespace CozeLoop.Experiments.Runs;

/// <summary>
/// Where runs come from: a replay takes recorded traffic. All that the engine knows of a source stands here; the documents that a source
/// writes into a run are its own to read.
/// </summary>
/// <param name="Name">As the run keeps it; also the environment of its spans and the kind in the audit log.</param>
internal sealed record RunSource(string Name, RunActions Actions, Func<RunRow, RunDesign> DesignOf);

/// <summary>How the audit log names what happens to a source's runs.</summary>
internal sealed record RunActions(string Started, string Paused, string Resumed, string Cancelled, string Finished, string Failed);

/// <summary>The sources that are registered, by the name that a run keeps.</summary>
internal sealed class RunSources(IEnumerable<RunSource> sources)
{
    private readonly Dictionary<string, RunSource> _byName = sources.ToDictionary(s => s.Name, StringComparer.Ordinal);

    public RunSource Of(RunRow run) => Named(run.Source);

    public RunSource Named(string name) => _byName[name];

    public RunDesign DesignOf(RunRow run) => Of(run).DesignOf(run);
}
