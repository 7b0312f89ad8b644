using System.Globalization;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Tracing.Ingest;
using CozeLoop.Tracing.Ingest.Dialects;

namespace CozeLoop.Tracing.Imports;

/// <summary>Imports a file of conversations. The same file again gives the same spans in the same places.</summary>
internal sealed class ConversationImporter(ImportPlaces places, ImportWriter writer, TimeProvider time)
{
    // Between conversations, so that their spans do not interleave.
    private const long Distance = 1_000_000;

    public async Task<ImportOutcome> ImportAsync(long workspaceId, string file, string? tools, string? name, bool sample, CancellationToken ct)
    {
        var definitions = tools is null ? [] : ToolDefinitions.Read(tools);
        if (tools is not null && definitions.Count == 0) return new ImportOutcome.Unusable("The tools are no list of tool definitions in OpenAI's form.");
        var (conversations, warnings) = ConversationFile.Read(file);
        if (conversations.Count == 0) return new ImportOutcome.Unusable(string.Join(' ', ["The file holds no conversation.", .. warnings.Take(3)]));

        string workspace = workspaceId.ToString(CultureInfo.InvariantCulture);
        var import = new ConversationImport(workspace, name, sample, definitions.Count == 0 ? null : JsonSerializer.Serialize(definitions, Json.Compact));
        // Before now, so that the range "until now" holds them.
        long first = UnixNano.Now(time) - conversations.Count * Distance;
        var starts = await places.ReserveAsync(workspaceId, [.. conversations.Select((c, i) => (c.Key, first + i * Distance))], ct);

        var spans = new List<OtlpSpan>();
        int traces = 0;
        foreach (var conversation in conversations)
        {
            var conversationSpans = new ConversationSpans(conversation, starts[conversation.Key], import);
            spans.AddRange(conversationSpans.Write());
            traces += conversationSpans.Traces;
        }
        if (await writer.WriteSpansAsync(workspaceId, spans, warnings, ct) is { } full) return new ImportOutcome.Busy(full);
        var scores = conversations.Where(c => c.Success is not null).Select(c => Success(c, starts[c.Key], workspace)).ToList();
        await writer.WriteScoresAsync(workspaceId, scores, ct);
        return new ImportOutcome.Done(new ImportResult(
            traces, spans.Count, conversations.Select(c => c.Id).Distinct().Count(), scores.Count, ImportRange.From(spans), ImportRange.To(spans), warnings));
    }

    private static Score Success(Conversation conversation, long start, string workspace) =>
        new(Ids.TraceId("success", workspace, conversation.Id, conversation.Key), "success", conversation.Success, null)
        {
            DataType = conversation.Success is 0 or 1 ? "boolean" : "numeric", SessionId = conversation.Id, Source = "import", Time = UnixNano.ToTime(start),
        };
}

internal abstract record ImportOutcome
{
    public sealed record Done(ImportResult Result) : ImportOutcome;
    /// <summary>The file holds nothing to import.</summary>
    public sealed record Unusable(string Reason) : ImportOutcome;
    /// <summary>The queue is full; the import may be sent again as it is.</summary>
    public sealed record Busy(string Reason) : ImportOutcome;
}

/// <summary>Bounds of what an import wrote.</summary>
internal static class ImportRange
{
    public static DateTimeOffset From(IReadOnlyList<OtlpSpan> spans) => UnixNano.ToTime(spans.Min(s => s.StartUnixNano));

    /// <summary>After the last span, so that a range that ends here holds it.</summary>
    public static DateTimeOffset To(IReadOnlyList<OtlpSpan> spans) => UnixNano.ToTime(spans.Max(s => Math.Max(s.StartUnixNano, s.EndUnixNano))).AddMilliseconds(1);
}
