using CozeLoop.Contracts.Otlp;
using CozeLoop.Tracing.Ingest;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Ingest.Otlp;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest.Otlp;

public sealed class OtlpReceiverTests
{
    private readonly BrokerFake broker = new();

    private async Task<Reception.Taken> ReceiveAsync(byte[] request, IngestOptions? options = null) =>
        Assert.IsType<Reception.Taken>(
            await Captures.Receiver(broker, options).ReceiveProtobufAsync(7, request, TestContext.Current.CancellationToken)
        );

    public static TheoryData<string, string> BadSpans =>
        new()
        {
            { "long trace id", "the trace id has 10000 bytes instead of 16" },
            { "long span id", "the span id has 10000 bytes instead of 8" },
            { "zero trace id", "the trace id is all zero" },
            { "zero span id", "the span id is all zero" },
            { "no ids", "the trace id is missing" },
            { "no start", "the start time is missing" },
            { "negative duration", "it ends 1000 ns before it starts" },
            { "bad name", "its name is not valid UTF-8" },
            { "long name", "its name has 10000 bytes, more than 1024" },
            { "bad value", "the attribute 'a' is not valid UTF-8" },
            { "long key", "an attribute's key has 10000 bytes, more than 1024" },
            { "long session", "the id 'session.id' has more than 1024 bytes" },
            { "deep", "the attribute 'deep' is nested too deeply" },
            { "very deep", "the attribute 'deep' is nested too deeply" },
            { "cut", "its bytes are no protobuf message" },
            { "cut attribute", "an attribute's bytes are no protobuf message" },
            { "far", "a time lies after the year 2262" },
        };

    [Theory]
    [MemberData(nameof(BadSpans))]
    public async Task A_bad_span_is_refused_with_its_reason_and_its_neighbours_stay(string fault, string reason)
    {
        var taken = await ReceiveAsync(Requests.Around(w => Write(w, fault)));
        Assert.Equal((2, 1), (taken.Accepted, taken.Rejected));
        Assert.Contains(reason, taken.Reasons, StringComparison.Ordinal);
        Assert.Equal(["span 1", "span 3"], broker.Spans.Select(s => s.Name));
    }

    [Fact]
    public async Task A_resource_that_is_stored_with_each_of_many_spans_is_counted_with_each()
    {
        // 100 KB that would be stored as 2,000 resources of 60 KB: as many spans as the limit holds are taken,
        // in messages of 32 MiB when stored.
        byte[] request = Requests.WithResource(60 << 10, Enumerable.Range(1, 2000));
        var taken = await ReceiveAsync(request, new IngestOptions { MaxCopiedBytes = 64L << 20 });
        Assert.InRange(taken.Accepted, 1050, 1092);
        Assert.Equal(2000, taken.Accepted + taken.Rejected);
        Assert.Contains("send fewer at once", taken.Reasons, StringComparison.Ordinal);
        Assert.Equal(taken.Accepted, broker.Spans.Count);
        Assert.All(
            broker.Batches,
            batch => Assert.InRange(SpanDecoder.Decode(batch).Sum(s => (long)s.Resource["big"].Length), 0, BatchFramer.MaxStoredBytes)
        );
    }

    [Fact]
    public async Task A_resource_over_its_limit_is_refused_with_its_spans()
    {
        var taken = await ReceiveAsync(Requests.WithResource(270_000, [1, 2]));
        Assert.Equal((0, 2), (taken.Accepted, taken.Rejected));
        Assert.Contains("more than 262144", taken.Reasons, StringComparison.Ordinal);
    }

    private static void Write(ProtobufWriter w, string fault)
    {
        switch (fault)
        {
            case "long trace id":
                w.Bytes(1, new byte[10_000]);
                break;
            case "long span id":
                w.Bytes(1, OtlpIds.Trace(Requests.Trace));
                w.Bytes(2, new byte[10_000]);
                break;
            case "zero trace id":
                w.Bytes(1, new byte[16]);
                break;
            case "zero span id":
                w.Bytes(1, OtlpIds.Trace(Requests.Trace));
                w.Bytes(2, new byte[8]);
                break;
            case "no ids":
                w.Text(5, "x");
                w.Fixed64(7, 1);
                break;
            case "no start":
                w.Bytes(1, OtlpIds.Trace(Requests.Trace));
                w.Bytes(2, OtlpIds.Span(Requests.SpanId(2)));
                break;
            case "negative duration":
                Requests.Needed(w, 2, (ulong)Requests.Start - 1000);
                break;
            case "bad name":
                Requests.Needed(w, 2);
                w.Bytes(5, [0xff, 0xfe]);
                break;
            case "long name":
                Requests.Needed(w, 2);
                w.Text(5, new string('n', 10_000));
                break;
            case "bad value":
                Requests.Needed(w, 2);
                Attribute(w, "a", [0xc3, 0x28]);
                break;
            case "long key":
                Requests.Needed(w, 2);
                Attribute(w, new string('k', 10_000), [0x61]);
                break;
            case "long session":
                Requests.Needed(w, 2);
                Attribute(w, "session.id", new byte[10_000]);
                break;
            case "deep":
                Requests.Needed(w, 2);
                Requests.Nested(w, 33);
                break;
            case "very deep":
                Requests.Needed(w, 2);
                Requests.Nested(w, 20_000);
                break;
            case "cut":
                Requests.Needed(w, 2);
                w.Raw([0x2a, 0x7f]);
                break;
            case "cut attribute":
                Requests.Needed(w, 2);
                w.Bytes(9, [0x0a, 0x7f]);
                break;
            case "far":
                Requests.Needed(w, 2, ulong.MaxValue);
                break;
            default:
                throw new ArgumentException(fault);
        }
    }

    private static void Attribute(ProtobufWriter w, string key, byte[] text)
    {
        int pair = w.Begin(9);
        w.Text(1, key);
        int value = w.Begin(2);
        w.Bytes(1, text);
        w.End(value);
        w.End(pair);
    }

    [Fact]
    public async Task Nesting_up_to_the_limit_is_kept()
    {
        await ReceiveAsync(
            Requests.Around(w =>
            {
                Requests.Needed(w, 2);
                Requests.Nested(w, 31);
            })
        );
        Assert.Equal(new string('[', 31) + "\"bottom\"" + new string(']', 31), broker.Spans[1].Attributes["deep"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ff")]
    [InlineData("0a05")]
    [InlineData("0a020a7f")]
    [InlineData("0b")]
    [InlineData("08ffffffffffffffffffff01")]
    public async Task A_request_whose_own_framing_is_broken_is_refused_whole(string hex)
    {
        var reception = await Captures
            .Receiver(broker)
            .ReceiveProtobufAsync(7, Convert.FromHexString(hex), TestContext.Current.CancellationToken);
        if (hex.Length == 0)
            Assert.Equal(0, Assert.IsType<Reception.Taken>(reception).Accepted); // An empty request is a legal one.
        else
            Assert.Equal(ReceptionError.Malformed, Assert.IsType<Reception.Refused>(reception).Error);
        Assert.Empty(broker.Published);
    }

    [Fact]
    public async Task A_bad_resource_costs_only_its_own_spans()
    {
        byte[] good = Requests.Of(Requests.Span(1));
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "XXXX" }, "tests").Add(Requests.Span(2));
        byte[] bad = writer.ToArray();
        int at = bad.AsSpan().IndexOf("XXXX"u8);
        bad[at] = 0xff;
        var taken = await ReceiveAsync([.. good, .. bad]);
        Assert.Equal((1, 1), (taken.Accepted, taken.Rejected));
        Assert.Contains("the resource: the attribute 'service.name' is not valid UTF-8", taken.Reasons, StringComparison.Ordinal);
        Assert.Equal(("span 1", "shop"), (Assert.Single(broker.Spans).Name, broker.Spans[0].Service));
    }

    [Fact]
    public async Task A_large_request_is_cut_into_messages_that_a_broker_takes_and_nothing_is_lost()
    {
        var spans = Enumerable
            .Range(1, 60)
            .Select(n => Requests.Span(n) with { Attributes = new Dictionary<string, object?> { ["text"] = new string('x', 10_000) } });
        byte[] request = [.. Requests.Of(spans.Take(30)), .. Requests.Of(spans.Skip(30))];
        var taken = await ReceiveAsync(request, new IngestOptions { MaxMessageBytes = 64 << 10 });
        Assert.Equal((60, 0), (taken.Accepted, taken.Rejected));
        Assert.InRange(broker.Batches.Count, 10, 14);
        Assert.All(broker.Batches, b => Assert.InRange(b.Otlp.Length, 1, 64 << 10));
        Assert.Equal(Enumerable.Range(1, 60).Select(n => "span " + n), broker.Spans.OrderBy(s => s.StartUnixNano).Select(s => s.Name));
        Assert.All(
            broker.Spans,
            s => Assert.Equal(("shop", "tests", "1", 10_000), (s.Service, s.ScopeName, s.ScopeVersion, s.Attributes["text"].Length))
        );
    }

    [Fact]
    public async Task A_span_larger_than_a_message_travels_alone()
    {
        var big = Requests.Span(2) with { Attributes = new Dictionary<string, object?> { ["text"] = new string('x', 5_000_000) } };
        await ReceiveAsync(Requests.Of(Requests.Span(1), big, Requests.Span(3)));
        Assert.Equal(3, broker.Batches.Count);
        Assert.Equal(5_000_000, broker.Spans.Single(s => s.Name == "span 2").Attributes["text"].Length);
    }

    [Fact]
    public async Task The_same_request_again_has_the_same_identities()
    {
        byte[] request = Requests.Of(Requests.Span(1), Requests.Span(2));
        await ReceiveAsync(request);
        await ReceiveAsync(request);
        Assert.Equal(4, broker.Spans.Count);
        Assert.Equal(2, broker.Spans.Select(s => (s.WorkspaceId, s.StartUnixNano, s.TraceId, s.SpanId)).Distinct().Count());
    }

    [Fact]
    public async Task A_full_queue_refuses_and_promises_nothing()
    {
        broker.Full = true;
        var refused = Assert.IsType<Reception.Refused>(
            await Captures.Receiver(broker).ReceiveProtobufAsync(7, Requests.Of(Requests.Span(1)), TestContext.Current.CancellationToken)
        );
        Assert.Equal(ReceptionError.Full, refused.Error);
    }

    [Fact]
    public async Task What_the_writer_wrote_is_read_back_whole()
    {
        var span = Requests.Span(1) with
        {
            ParentSpanId = Requests.SpanId(9),
            Status = OtlpStatus.Error,
            StatusMessage = "broken",
            Attributes = new Dictionary<string, object?>
            {
                ["text"] = "ü",
                ["int"] = -5,
                ["long"] = long.MaxValue,
                ["double"] = 0.25,
                ["yes"] = true,
                ["list"] = new[] { "a", "b" },
                ["none"] = null,
            },
            Events = [new OtlpEvent("exception", Requests.Start + 7, new Dictionary<string, object?> { ["exception.message"] = "no" })],
            Links = [new OtlpLink(Requests.Trace, Requests.SpanId(8))],
        };
        await ReceiveAsync(Requests.Of(span));
        var read = Assert.Single(broker.Spans);
        Assert.Equal(
            (Requests.Trace, Requests.SpanId(1), Requests.SpanId(9), "span 1", Requests.Start + 1, 1000L),
            (read.TraceId, read.SpanId, read.ParentSpanId, read.Name, read.StartUnixNano, read.DurationNano)
        );
        Assert.Equal(("error", "broken", "shop", "tests"), (read.Status, read.StatusMessage, read.Service, read.ScopeName));
        Assert.Equal(
            ["ü", "-5", "9223372036854775807", "0.25", "true", "[\"a\",\"b\"]"],
            new[] { "text", "int", "long", "double", "yes", "list" }.Select(k => read.Attributes[k])
        );
        Assert.False(read.Attributes.ContainsKey("none"));
        Assert.Equal("""[{"name":"exception","timeUnixNano":1795426151000000007,"attributes":{"exception.message":"no"}}]""", read.Events);
        Assert.Equal("""[{"traceId":"0123456789abcdef0123456789abcdef","spanId":"0000000000000008"}]""", read.Links);
    }
}
