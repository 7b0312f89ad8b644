using System.Text;
using System.Text.Json.Nodes;
using CozeLoop.Tracing.Ingest.Otlp;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest.Otlp;

public sealed class OtlpJsonTests
{
    private readonly BrokerFake broker = new();

    private Task<Reception> ReceiveAsync(byte[] json) =>
        Captures.Receiver(broker).ReceiveJsonAsync(7, json, TestContext.Current.CancellationToken);

    private async Task<Reception.Taken> TakenAsync(string json) =>
        Assert.IsType<Reception.Taken>(await ReceiveAsync(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task Json_and_protobuf_of_the_same_span_are_the_same_record()
    {
        var span = Requests.JsonSpan(1);
        span["parentSpanId"] = Requests.SpanId(9).ToUpperInvariant();
        span["status"] = new JsonObject { ["code"] = 2, ["message"] = "broken \"ü\" \n" };
        span["attributes"] = new JsonArray(
            Requests.JsonAttribute("int", new JsonObject { ["intValue"] = "-5" }),
            Requests.JsonAttribute("number", new JsonObject { ["intValue"] = 6 }),
            Requests.JsonAttribute("double", new JsonObject { ["doubleValue"] = 0.25 }),
            Requests.JsonAttribute("yes", new JsonObject { ["boolValue"] = true }),
            Requests.JsonAttribute(
                "list",
                new JsonObject { ["arrayValue"] = new JsonObject { ["values"] = new JsonArray(new JsonObject { ["stringValue"] = "a" }) } }
            ),
            Requests.JsonAttribute(
                "map",
                new JsonObject
                {
                    ["kvlistValue"] = new JsonObject
                    {
                        ["values"] = new JsonArray(Requests.JsonAttribute("k", new JsonObject { ["intValue"] = 1 })),
                    },
                }
            ),
            Requests.JsonAttribute("bytes", new JsonObject { ["bytesValue"] = "AQI=" })
        );
        span["events"] = new JsonArray(new JsonObject { ["name"] = "e", ["timeUnixNano"] = Requests.Start });
        span["unknown"] = new JsonObject { ["deep"] = new JsonArray(1, 2) };
        await TakenAsync(Requests.Json(span));
        var read = Assert.Single(broker.Spans);
        Assert.Equal(
            (Requests.Trace, Requests.SpanId(1), Requests.SpanId(9), Requests.Start + 1, 1000L),
            (read.TraceId, read.SpanId, read.ParentSpanId, read.StartUnixNano, read.DurationNano)
        );
        Assert.Equal(
            ("error", "broken \"ü\" \n", "shop", "tests", "1"),
            (read.Status, read.StatusMessage, read.Service, read.ScopeName, read.ScopeVersion)
        );
        Assert.Equal(
            ["-5", "6", "0.25", "true", "[\"a\"]", "{\"k\":1}", "AQI="],
            new[] { "int", "number", "double", "yes", "list", "map", "bytes" }.Select(k => read.Attributes[k])
        );
        Assert.Equal("""[{"name":"e","timeUnixNano":1795426151000000000,"attributes":{}}]""", read.Events);
    }

    [Theory]
    [InlineData("spanId", "\"xyz\"", "'spanId' is not hex digits")]
    [InlineData("traceId", "5", "'traceId' is not a text")]
    [InlineData("startTimeUnixNano", "\"soon\"", "'startTimeUnixNano' is not a whole number")]
    [InlineData("startTimeUnixNano", "1.5", "'startTimeUnixNano' is not a whole number")]
    [InlineData("endTimeUnixNano", "-1", "'endTimeUnixNano' is not a number in range")]
    [InlineData("endTimeUnixNano", "5", "before it starts")]
    [InlineData("spanId", "\"00\"", "the span id has 1 bytes instead of 8")]
    [InlineData("name", "\"\\ud800\"", "'name' is not valid UTF-8")]
    [InlineData("status", "[[]]", "an object is expected")]
    [InlineData("attributes", "[{\"key\":\"a\",\"value\":{\"bytesValue\":\"?\"}}]", "'bytesValue' is not base64")]
    [InlineData("attributes", "[{\"key\":\"a\",\"value\":{\"boolValue\":\"perhaps\"}}]", "'boolValue' is not true or false")]
    public async Task A_bad_span_is_refused_with_its_reason_and_its_neighbours_stay(string field, string value, string reason)
    {
        string json = Requests.Json(Requests.JsonSpan(1), Requests.JsonSpan(2), Requests.JsonSpan(3));
        var bad = Requests.JsonSpan(2);
        bad[field] = "PLACE";
        var taken = await TakenAsync(
            json.Replace(
                Requests.JsonSpan(2).ToJsonString(),
                bad.ToJsonString().Replace("\"PLACE\"", value, StringComparison.Ordinal),
                StringComparison.Ordinal
            )
        );
        Assert.Equal((2, 1), (taken.Accepted, taken.Rejected));
        Assert.Contains(reason, taken.Reasons, StringComparison.Ordinal);
        Assert.Equal(["span 1", "span 3"], broker.Spans.Select(s => s.Name));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Deep_nesting_costs_its_span_alone(int levels)
    {
        string deep =
            string.Concat(Enumerable.Repeat("{\"arrayValue\":{\"values\":[", levels))
            + "{}"
            + string.Concat(Enumerable.Repeat("]}}", levels));
        var bad = Requests.JsonSpan(2);
        bad["attributes"] = "PLACE";
        string json = Requests
            .Json(Requests.JsonSpan(1), bad, Requests.JsonSpan(3))
            .Replace("\"PLACE\"", "[{\"key\":\"deep\",\"value\":" + deep + "}]", StringComparison.Ordinal);
        var taken = await TakenAsync(json);
        Assert.Equal((2, 1), (taken.Accepted, taken.Rejected));
        Assert.Contains("nested too deeply", taken.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_utf8_costs_its_span_alone()
    {
        byte[] json = Encoding.UTF8.GetBytes(Requests.Json(Requests.JsonSpan(1), Requests.JsonSpan(2)));
        json[json.AsSpan().IndexOf("span 2"u8)] = 0xff;
        var taken = Assert.IsType<Reception.Taken>(await ReceiveAsync(json));
        Assert.Equal((1, 1), (taken.Accepted, taken.Rejected));
        Assert.Contains("its name is not valid UTF-8", taken.Reasons, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The body is not JSON")]
    [InlineData("{", "The body is not JSON")]
    [InlineData("[]", "an object is expected")]
    [InlineData("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{]}]}]}", "The body is not JSON: line 1, byte")]
    [InlineData("{\"resourceSpans\":[5]}", "an object is expected")]
    [InlineData("{} {}", "The body is not JSON")]
    public async Task What_is_no_request_is_refused_whole(string json, string message)
    {
        var refused = Assert.IsType<Reception.Refused>(await ReceiveAsync(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(ReceptionError.Malformed, refused.Error);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(broker.Published);
    }

    [Fact]
    public async Task Names_of_the_proto_file_are_understood_too()
    {
        string json = Requests
            .Json(Requests.JsonSpan(1))
            .Replace("resourceSpans", "resource_spans", StringComparison.Ordinal)
            .Replace("scopeSpans", "scope_spans", StringComparison.Ordinal)
            .Replace("startTimeUnixNano", "start_time_unix_nano", StringComparison.Ordinal);
        Assert.Equal(1, (await TakenAsync(json)).Accepted);
    }
}
