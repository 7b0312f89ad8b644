using System.Text.Json;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Imports;

/// <summary>Imports traces that were exported from Langfuse, with their own ids and times: the same file again replaces.</summary>
internal sealed class LangfuseImporter(ImportWriter writer)
{
    public async Task<ImportOutcome> ImportAsync(long workspaceId, JsonElement file, CancellationToken ct)
    {
        var (exports, problem) = LangfuseExport.Read(file);
        if (problem is not null) return new ImportOutcome.Unusable(problem);
        var warnings = new List<string>();
        var spans = exports.SelectMany(e => new LangfuseSpans(e, warnings).Write()).ToList();
        if (spans.Count == 0) return new ImportOutcome.Unusable(string.Join(' ', ["The file holds no span.", .. warnings.Take(3)]));
        if (await writer.WriteSpansAsync(workspaceId, spans, warnings, ct) is { } full) return new ImportOutcome.Busy(full);
        var scores = exports.SelectMany(e => e.Scores()).ToList();
        await writer.WriteScoresAsync(workspaceId, scores, ct);
        int sessions = exports.Select(e => LangfuseExport.Text(e.Trace, "sessionId")).Where(s => !string.IsNullOrEmpty(s)).Distinct().Count();
        return new ImportOutcome.Done(new ImportResult(
            spans.Select(s => s.TraceId).Distinct().Count(), spans.Count, sessions, scores.Count, ImportRange.From(spans), ImportRange.To(spans), warnings));
    }
}
