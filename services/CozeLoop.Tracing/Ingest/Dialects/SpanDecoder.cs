using CozeLoop.Contracts.Messages;
using CozeLoop.Tracing.Spans;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>Reads a batch from the broker into the rows that are stored.</summary>
internal static class SpanDecoder
{
    /// <exception cref="FormatException">The batch is damaged; no repetition will mend it.</exception>
    public static IReadOnlyList<SpanRecord> Decode(SpanBatch batch)
    {
        var spans = OtlpSpanReader.Read(batch.Otlp.Span);
        var records = new List<SpanRecord>(spans.Count);
        foreach (var span in spans)
            records.Add(SpanMapper.Map(span, batch));
        return records;
    }
}
