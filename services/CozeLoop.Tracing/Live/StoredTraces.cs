using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Live;

/// <summary>Traces of one insert, by workspace. Not safe for several threads.</summary>
internal sealed class StoredTraces
{
    private readonly Dictionary<long, HashSet<string>> _byWorkspace = [];

    public IEnumerable<(long Workspace, IReadOnlyCollection<string> TraceIds)> ByWorkspace =>
        _byWorkspace.Select(w => (w.Key, (IReadOnlyCollection<string>)w.Value));

    public void Add(IReadOnlyList<SpanRecord> spans)
    {
        foreach (var span in spans)
        {
            if (!_byWorkspace.TryGetValue(span.WorkspaceId, out var traces))
                _byWorkspace[span.WorkspaceId] = traces = [];
            traces.Add(span.TraceId);
        }
    }
}
