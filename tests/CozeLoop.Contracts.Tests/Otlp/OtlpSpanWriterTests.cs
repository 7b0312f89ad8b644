using CozeLoop.Contracts.Otlp;
using Xunit;

namespace CozeLoop.Contracts.Tests.Otlp;

public sealed class OtlpSpanWriterTests
{
    private const string Trace = "0123456789abcdef0123456789abcdef",
        Span = "0123456789abcdef";

    [Fact]
    public void A_small_span_has_the_bytes_that_the_wire_format_prescribes()
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["a"] = "b" }, "s");
        writer.Add(new OtlpSpan(Trace, Span, null, "n", 1, 2) { Attributes = new Dictionary<string, object?> { ["i"] = -1L } });

        // Counted by hand from https://protobuf.dev/programming-guides/encoding and trace.proto.
        string span =
            "0a10"
            + Trace
            + "1208"
            + Span
            + "2a016e"
            + "3001"
            + "390100000000000000"
            + "410200000000000000"
            + "4a10"
            + "0a0169"
            + "120b"
            + "18ffffffffffffffffff01";
        string expected = "0a5a" + "0a0a" + "0a08" + "0a0161" + "1203" + "0a0162" + "124c" + "0a03" + "0a0173" + "1245" + span;
        Assert.Equal(expected, Convert.ToHexStringLower(writer.ToArray()));
    }

    [Fact]
    public void Nested_messages_longer_than_one_length_byte_stay_whole()
    {
        var writer = new ProtobufWriter(16);
        int outer = writer.Begin(1);
        int inner = writer.Begin(2);
        writer.Text(3, new string('x', 300));
        writer.End(inner);
        writer.End(outer);
        // 300 = ac 02; inner 303 = af 02; outer 306 = b2 02.
        Assert.Equal(
            "0ab202" + "12af02" + "1aac02" + string.Concat(Enumerable.Repeat("78", 300)),
            Convert.ToHexStringLower(writer.ToArray())
        );
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0123")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    public void An_id_that_is_none_is_refused(string id) => Assert.Throws<FormatException>(() => OtlpIds.Trace(id));

    [Fact]
    public void The_writer_may_go_on_after_its_bytes_were_taken()
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?>(), "s");
        writer.Add(new OtlpSpan(Trace, Span, null, "one", 1, 2));
        byte[] first = writer.ToArray();
        writer.Add(new OtlpSpan(Trace, Span, Span, "two", 1, 2));
        Assert.Equal(2, writer.Count);
        Assert.True(writer.ToArray().Length > first.Length);
        Assert.Equal(writer.ToArray(), writer.ToArray());
    }
}
