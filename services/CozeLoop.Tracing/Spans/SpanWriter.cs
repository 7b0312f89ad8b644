using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Live;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Spans;

/// <summary>Stores span batches: many messages become one insert, because an insert costs before its rows do.</summary>
internal sealed class SpanWriter(ClickHouseStore store, LongFieldWriter longFields, LiveTail tail) : IMessageHandler
{
    public const string Group = "span-writer";

    /// <summary>Thousands of rows an insert where they wait; two calls at once, so that one decodes while the other's rows are
    /// stored.</summary>
    /// <remarks>An insert of one row costs the engine what one of hundreds does (a file and a sync for each column), so that what trickles
    /// in waits a moment for company.</remarks>
    public static ConsumerOptions Options { get; } =
        new()
        {
            BatchSize = 1024,
            BatchBytes = 16L << 20,
            Concurrency = 2,
            Linger = TimeSpan.FromMilliseconds(300),
        };

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        // A block a message: its records are garbage before they grow old, where those of thousands of spans would be moved from generation
        // to generation.
        var blocks = new List<NativeBlock<SpanRecord>>();
        var stored = new StoredTraces();
        try
        {
            var native = new List<ReadOnlyMemory<byte>>();
            long size = 0;
            foreach (var message in messages)
            {
                var spans = await longFields.MoveAsync(SpanDecoder.Decode(SpanBatch.Decode(message.Body)), ct);
                if (spans.Count == 0)
                    continue;
                stored.Add(spans);
                blocks.Add(SpanRows.Encode(spans));
                native.Add(blocks[^1].Encode());
                if ((size += native[^1].Length) < InsertSize.Most)
                    continue;
                await store.InsertNativeAsync(SpanRows.Table, native, ct);
                blocks.ForEach(block => block.Dispose());
                blocks.Clear();
                native.Clear();
                size = 0;
            }
            if (native.Count > 0)
                await store.InsertNativeAsync(SpanRows.Table, native, ct);
            await tail.TellAsync(stored);
        }
        finally
        {
            blocks.ForEach(block => block.Dispose());
        }
    }
}
