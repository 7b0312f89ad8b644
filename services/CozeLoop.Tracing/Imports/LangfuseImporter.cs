using System.Globalization;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// Imports traces that were exported from Langfuse, one at a time, with their own ids and times: the same file again replaces.
/// </summary>
internal sealed class LangfuseImporter(ImportWriter writer, IOptions<ImportOptions> options)
{
    /// <exception cref="System.Text.Json.JsonException">The file is not JSON; what stood before is imported.</exception>
    public async Task<ImportOutcome> ImportAsync(long workspaceId, Stream file, CancellationToken ct)
    {
        var tally = new ImportTally();
        await foreach (var (number, item) in JsonItems.ReadAsync(file, options.Value.MaxItemBytes, ct))
        {
            using (item)
            {
                var (export, problem) = item is null ? (null, TooLong()) : LangfuseExport.Read(item.RootElement);
                if (problem is not null)
                    tally.Warn($"Trace {number.ToString(CultureInfo.InvariantCulture)} was left out: {problem}.");
                else if (await WriteAsync(workspaceId, export!, tally, ct) is { } full)
                    return new ImportOutcome.Busy(full);
            }
        }
        return tally.IsEmpty ? new ImportOutcome.Unusable(tally.WhyEmpty("span")) : new ImportOutcome.Done(tally.ToResult());
    }

    private async Task<string?> WriteAsync(long workspaceId, LangfuseExport export, ImportTally tally, CancellationToken ct)
    {
        int before = tally.Spans;
        if (await writer.WriteSpansAsync(workspaceId, new LangfuseSpans(export, tally).Write(), tally, ct) is { } full)
            return full;
        if (tally.Spans == before)
            return null; // a trace of which nothing was taken is not there to be scored
        var scores = export.Scores();
        tally.AddScores(scores.Count);
        await writer.WriteScoresAsync(workspaceId, scores, ct);
        return null;
    }

    private string TooLong() =>
        string.Create(CultureInfo.InvariantCulture, $"it is longer than {options.Value.MaxItemBytes >> 20} MiB; what follows was not read");
}
