using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Ingest.Otlp;
using CozeLoop.Tracing.Live;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Spans;

/// <summary>
/// Stores spans of days long past. Each day of an insert costs the store a set of files and a sync, some 25 ms, however few its spans:
/// 3,000 days in one insert would hold it for more than a minute. So an insert here has a few days, and between two of them what is
/// recorded now gets its turn.
/// </summary>
internal sealed class PastSpanWriter(ClickHouseStore store, LongFieldWriter longFields, LiveTail tail) : IMessageHandler
{
    public const string Group = "past-span-writer";

    /// <summary>Days of one insert.</summary>
    public const int DaysAtOnce = 8;

    /// <summary>Many messages together, so that spans of the same day from different requests share an insert.</summary>
    public static ConsumerOptions Options { get; } =
        new()
        {
            BatchSize = 1024,
            BatchBytes = 16L << 20,
            Linger = TimeSpan.FromSeconds(1),
        };

    public async Task HandleAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        var spans = new List<SpanRecord>();
        foreach (var message in messages)
        {
            spans.AddRange(await longFields.MoveAsync(SpanDecoder.Decode(SpanBatch.Decode(message.Body)), ct));
        }
        foreach (var days in spans.GroupBy(span => span.StartUnixNano / StartTimes.Day).OrderBy(day => day.Key).Chunk(DaysAtOnce))
        {
            foreach (var rows in InsertSize.Cut(days.SelectMany(day => day)))
            {
                ct.ThrowIfCancellationRequested();
                using var block = SpanRows.Encode(rows);
                await store.InsertNativeAsync(SpanRows.FewDaysTable, block.Encode(), ct);
                var stored = new StoredTraces();
                stored.Add(rows);
                await tail.TellAsync(stored);
            }
        }
    }
}
