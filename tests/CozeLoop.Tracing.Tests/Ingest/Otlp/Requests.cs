using System.Globalization;
using System.Text.Json.Nodes;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Tests.Ingest.Otlp;

/// <summary>Requests with known faults.</summary>
internal static class Requests
{
    public const string Trace = "0123456789abcdef0123456789abcdef";
    public const long Start = 1_795_426_151_000_000_000;

    public static string SpanId(int n) => n.ToString("x16", CultureInfo.InvariantCulture);

    public static OtlpSpan Span(int n) =>
        new(Trace, SpanId(n), null, "span " + n.ToString(CultureInfo.InvariantCulture), Start + n, Start + n + 1000);

    public static byte[] Of(params IEnumerable<OtlpSpan> spans)
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["service.name"] = "shop" }, "tests", "1");
        foreach (var span in spans)
            writer.Add(span);
        return writer.ToArray();
    }

    /// <summary>Small spans of one resource that has a text of that many characters.</summary>
    public static byte[] WithResource(int characters, IEnumerable<int> spans)
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?> { ["big"] = new string('b', characters) }, "tests", "1");
        foreach (int n in spans)
            writer.Add(Span(n));
        return writer.ToArray();
    }

    /// <summary>Good spans 1 and 3 around a raw span (the fields of a span, in wire format).</summary>
    public static byte[] Around(Action<ProtobufWriter> bad)
    {
        var writer = new ProtobufWriter();
        int resource = writer.Begin(1);
        int head = writer.Begin(1);
        writer.End(head);
        int scope = writer.Begin(2);
        Good(writer, 1);
        int span = writer.Begin(2);
        bad(writer);
        writer.End(span);
        Good(writer, 3);
        writer.End(scope);
        writer.End(resource);
        return writer.ToArray();
    }

    /// <summary>The fields that every span must have.</summary>
    public static void Needed(ProtobufWriter writer, int n, ulong? end = null)
    {
        writer.Bytes(1, OtlpIds.Trace(Trace));
        writer.Bytes(2, OtlpIds.Span(SpanId(n)));
        writer.Text(5, "span " + n.ToString(CultureInfo.InvariantCulture));
        writer.Fixed64(7, (ulong)Start);
        writer.Fixed64(8, end ?? (ulong)Start + 5);
    }

    /// <summary>An attribute whose value is a list in a list, that many times.</summary>
    public static void Nested(ProtobufWriter writer, int levels)
    {
        int pair = writer.Begin(9);
        writer.Text(1, "deep");
        var open = new Stack<int>();
        open.Push(writer.Begin(2));
        for (int i = 0; i < levels; i++)
        {
            open.Push(writer.Begin(5));
            open.Push(writer.Begin(1));
        }
        writer.Text(1, "bottom");
        while (open.TryPop(out int at))
            writer.End(at);
        writer.End(pair);
    }

    public static JsonObject JsonSpan(int n) =>
        new()
        {
            ["traceId"] = Trace,
            ["spanId"] = SpanId(n),
            ["name"] = "span " + n.ToString(CultureInfo.InvariantCulture),
            ["kind"] = 3,
            ["startTimeUnixNano"] = (Start + n).ToString(CultureInfo.InvariantCulture),
            ["endTimeUnixNano"] = (Start + n + 1000).ToString(CultureInfo.InvariantCulture),
        };

    public static string Json(params JsonObject[] spans) =>
        new JsonObject
        {
            ["resourceSpans"] = new JsonArray(
                new JsonObject
                {
                    ["resource"] = new JsonObject
                    {
                        ["attributes"] = new JsonArray(JsonAttribute("service.name", new JsonObject { ["stringValue"] = "shop" })),
                    },
                    ["scopeSpans"] = new JsonArray(
                        new JsonObject
                        {
                            ["scope"] = new JsonObject { ["name"] = "tests", ["version"] = "1" },
                            ["spans"] = new JsonArray([.. spans]),
                        }
                    ),
                }
            ),
        }.ToJsonString();

    public static JsonObject JsonAttribute(string key, JsonObject value) => new() { ["key"] = key, ["value"] = value };

    private static void Good(ProtobufWriter writer, int n)
    {
        int span = writer.Begin(2);
        Needed(writer, n);
        writer.End(span);
    }
}
