using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Spans;

public sealed class InsertSizeTests
{
    [Fact]
    public void Rows_that_share_a_long_resource_are_stored_in_pieces_that_memory_holds()
    {
        var resource = new Dictionary<string, string> { ["big"] = new string('b', (16 << 20) - 3) };
        SpanRecord[] rows = [.. Enumerable.Range(0, 9).Select(n => TraceStore.Span(1, "t", $"{n}") with { Resource = resource })];
        var pieces = InsertSize.Cut(rows).ToList();
        Assert.Equal([4, 4, 1], pieces.Select(piece => piece.Count));
        Assert.Equal(rows, pieces.SelectMany(piece => piece));
    }
}
