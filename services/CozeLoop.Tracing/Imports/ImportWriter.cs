using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Messaging;
using CozeLoop.Tracing.Ingest.Otlp;

namespace CozeLoop.Tracing.Imports;

/// <summary>Sends imported spans and scores the way all others go: by the same checks into the same queue.</summary>
internal sealed class ImportWriter(OtlpReceiver receiver, IMessageBroker broker)
{
    // Bytes written before a request is sent: bounds the memory of an import of any size.
    private const int RequestBytes = 4 << 20;
    private const int ScoresAtOnce = 1000;

    /// <summary>Null when all is durable, else why not; what was refused is a warning, and not counted.</summary>
    /// <param name="spans">Read one by one: what was sent is forgotten before the next is made.</param>
    public async Task<string?> WriteSpansAsync(long workspaceId, IEnumerable<OtlpSpan> spans, ImportTally tally, CancellationToken ct)
    {
        var writer = NewWriter();
        var written = new List<ImportedSpan>();
        foreach (var span in spans)
        {
            written.Add(ImportedSpan.Of(span));
            writer.Add(span);
            if (writer.Length < RequestBytes)
                continue;
            if (await SendAsync(workspaceId, writer, written, tally, ct) is { } full)
                return full;
            writer = NewWriter();
            written.Clear();
        }
        return writer.Count > 0 ? await SendAsync(workspaceId, writer, written, tally, ct) : null;
    }

    public async Task WriteScoresAsync(long workspaceId, IReadOnlyList<Score> scores, CancellationToken ct)
    {
        foreach (var some in scores.Chunk(ScoresAtOnce))
        {
            await broker.PublishAsync(
                Topics.Scores,
                JsonSerializer.SerializeToUtf8Bytes(new ScoresRecorded(workspaceId, some), Json.Compact),
                ct: ct
            );
        }
    }

    /// <param name="written">The request's spans in its order.</param>
    private async Task<string?> SendAsync(
        long workspaceId,
        OtlpSpanWriter writer,
        List<ImportedSpan> written,
        ImportTally tally,
        CancellationToken ct
    )
    {
        var reception = await receiver.ReceiveProtobufAsync(workspaceId, writer.ToArray(), ct, source: SpanSources.Import);
        if (reception is Reception.Refused refused)
            return refused.Message;
        var taken = (Reception.Taken)reception;
        foreach (var (place, span) in written.Index())
        {
            if (!taken.RejectedAt.Contains(place))
                tally.Add(span);
        }
        if (taken.Rejected > 0)
            tally.Refuse(taken.Rejected, taken.Reasons);
        return null;
    }

    private static OtlpSpanWriter NewWriter() => new(new Dictionary<string, object?>(), "cozeloop.import");
}
