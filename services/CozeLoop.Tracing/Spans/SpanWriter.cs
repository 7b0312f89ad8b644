using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Spans;

/// <summary>Stores span batches: many messages become one insert, because the engine's cost is by insert before it is by row.</summary>
internal sealed class SpanWriter(ClickHouseStore store) : IMessageHandler
{
    public const string Group = "span-writer";

    // Bodies decoded at once: bounds the memory of a batch of large messages.
    private const int BytesAtOnce = 32 * 1024 * 1024;

    public static ConsumerOptions Options { get; } = new() { BatchSize = 256, Concurrency = 2 };

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        for (int next = 0; next < messages.Count;)
        {
            var spans = new List<SpanRecord>();
            for (int bytes = 0; next < messages.Count && (bytes == 0 || bytes + messages[next].Body.Length <= BytesAtOnce); next++)
            {
                bytes += messages[next].Body.Length;
                spans.AddRange(SpanDecoder.Decode(SpanBatch.Decode(messages[next].Body)));
            }
            await StoreAsync(spans, ct);
        }
    }

    private async Task StoreAsync(List<SpanRecord> spans, CancellationToken ct)
    {
        if (spans.Count == 0) return;
        using var block = SpanRows.Encode(spans);
        await store.InsertNativeAsync(SpanRows.Table, block.Encode(), ct);
    }
}
