using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Messaging;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Ingest.Otlp;
using CozeLoop.Tracing.Live;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Tests.Ingest;
using CozeLoop.Tracing.Tests.Live;
using Microsoft.Extensions.Options;
using Xunit;

namespace CozeLoop.Tracing.Tests.Spans;

/// <summary>One request with spans of many days: what is recorded now must not wait for it.</summary>
public sealed class PastSpanWriterTests(TraceStore store)
{
    private const int Days = 60;
    private static readonly long Now = Captures.Time.UnixNano();

    private readonly long workspace = store.NextWorkspace();

    [Fact]
    public async Task Spans_of_long_ago_travel_apart_from_those_of_now_ordered_by_day()
    {
        var broker = new BrokerFake();
        var spans = Enumerable.Range(0, 3_000).Select(i => Span(i, Now - (i * 7L % 3_000) * StartTimes.Day));
        var taken = await ReceiveAsync(broker, spans);
        Assert.Equal((3_000, 0), (taken.Accepted, taken.Rejected));
        var byTopic = broker.Published.ToLookup(m => m.Topic, m => Decoded(m.Body));
        Assert.Equal(4, byTopic[Topics.Spans].Sum(s => s.Count)); // today and three days before
        var past = byTopic[Topics.PastSpans].SelectMany(s => s).Select(s => s.StartUnixNano).ToList();
        Assert.Equal(2_996, past.Count);
        Assert.Equal(past.Order(), past);
    }

    [Theory]
    [InlineData(1L, "it starts in 1970, before 2000")]
    [InlineData(StartTimes.First - 1, "it starts in 1999, before 2000")]
    [InlineData(4_080_000_000_000_000_000L, "it starts in 2099, more than a day ahead")]
    [InlineData(long.MaxValue, "it starts in 2262, more than a day ahead")]
    public async Task Days_that_nobody_can_mean_are_refused_in_words_and_their_neighbours_stay(long start, string words)
    {
        var broker = new BrokerFake();
        var taken = await ReceiveAsync(broker, [Span(1, start), Span(2, Now)]);
        Assert.Equal((1, 1), (taken.Accepted, taken.Rejected));
        Assert.Contains(words, taken.Reasons, StringComparison.Ordinal);
    }

    // The engine itself refuses an insert of more days: see SpanRows.FewDaysTable.
    [Fact]
    public async Task A_long_history_is_stored_a_few_days_an_insert_and_read_whole()
    {
        var broker = new BrokerFake();
        var spans = Enumerable.Range(0, Days).Select(i => Span(i, Now - (4 + i) * StartTimes.Day));
        await ReceiveAsync(broker, spans);
        var longFields = new LongFieldWriter(store.Blobs, Options.Create(new LongFieldOptions()));
        var writer = new PastSpanWriter(store.Store, longFields, new LiveTail(new SharedBroadcast(), TimeProvider.System));
        var messages = broker.Published.Select(m => new ReceivedMessage("1", m.Topic, PastSpanWriter.Group, m.Body, 1, ""));
        await writer.HandleAsync([.. messages], default);
        Assert.Contains($"max_partitions_per_insert_block = {PastSpanWriter.DaysAtOnce},", SpanRows.FewDaysTable, StringComparison.Ordinal);
        var found = await store.Traces.SpansOfAsync(workspace, [.. Enumerable.Range(0, Days).Select(TraceId)], "1", default);
        Assert.Equal(Days, found.Count);
    }

    private static string TraceId(int i) => Ids.TraceId("past", $"{i}");

    private static OtlpSpan Span(int i, long start) => new(TraceId(i), Ids.SpanId("past", $"{i}"), null, "step", start, 0);

    private static byte[] Request(IEnumerable<OtlpSpan> spans)
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?>(), "test");
        foreach (var span in spans)
            writer.Add(span);
        return writer.ToArray();
    }

    private async Task<Reception.Taken> ReceiveAsync(BrokerFake broker, IEnumerable<OtlpSpan> spans) =>
        Assert.IsType<Reception.Taken>(await Captures.Receiver(broker).ReceiveProtobufAsync(workspace, Request(spans), default));

    private static IReadOnlyList<SpanRecord> Decoded(ReadOnlyMemory<byte> body) => SpanDecoder.Decode(SpanBatch.Decode(body));
}
