using System.Globalization;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.EndToEnd.Ingest;

/// <summary>One request with a good span, five that nobody can store, each for a reason of its own, and a good one after them.</summary>
internal static class BadSpans
{
    public const string Trace = "00112233445566778899aabbccddeeff";
    public const int Bad = 5,
        Good = 2;
    private const ulong Start = 1_795_426_151_000_000_000;

    public static byte[] Protobuf()
    {
        var writer = new ProtobufWriter();
        int resource = writer.Begin(1),
            scope = writer.Begin(2);
        Span(writer, 1, _ => { });
        Span(writer, 2, w => Nested(w, 10_000));
        Span(writer, 3, w => Attribute(w, "session.id", new string('s', 10_000)));
        Span(writer, 4, _ => { }, end: Start - 1);
        Span(writer, 5, w => w.Bytes(5, [0xff, 0xfe]));
        Span(writer, 6, w => w.Bytes(1, new byte[10_000]));
        Span(writer, 7, _ => { });
        writer.End(scope);
        writer.End(resource);
        return writer.ToArray();
    }

    public static string Json()
    {
        string One(int n, string rest) =>
            $$"""{"traceId":"{{Trace}}","spanId":"{{Id(n)}}","name":"span {{n}}","startTimeUnixNano":"{{Start}}"{{rest}}}""";
        string deep =
            string.Concat(Enumerable.Repeat("""{"arrayValue":{"values":[""", 10_000)) + string.Concat(Enumerable.Repeat("]}}", 10_000));
        string[] spans =
        [
            One(1, ""),
            One(2, $$""","attributes":[{"key":"deep","value":{{deep}} }]"""),
            One(3, $$""","attributes":[{"key":"session.id","value":{"stringValue":"{{new string('s', 10_000)}}"} }]"""),
            One(4, $$""","endTimeUnixNano":"{{Start - 1}}" """),
            One(5, ""","parentSpanId":"zz" """),
            One(6, $$""","traceId":"{{new string('a', 10_000)}}" """),
            One(7, ""),
        ];
        return $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{string.Join(',', spans)}}]}]}]}""";
    }

    private static string Id(int n) => n.ToString("x16", CultureInfo.InvariantCulture);

    private static void Span(ProtobufWriter writer, int n, Action<ProtobufWriter> more, ulong end = Start + 5)
    {
        int span = writer.Begin(2);
        writer.Bytes(1, Convert.FromHexString(Trace));
        writer.Bytes(2, Convert.FromHexString(Id(n)));
        writer.Text(5, $"span {n}");
        writer.Fixed64(7, Start);
        writer.Fixed64(8, end);
        more(writer);
        writer.End(span);
    }

    private static void Attribute(ProtobufWriter writer, string key, string value)
    {
        int pair = writer.Begin(9);
        writer.Text(1, key);
        int any = writer.Begin(2);
        writer.Text(1, value);
        writer.End(any);
        writer.End(pair);
    }

    /// <summary>An attribute whose value is a list in a list, that many times.</summary>
    private static void Nested(ProtobufWriter writer, int levels)
    {
        int pair = writer.Begin(9);
        writer.Text(1, "deep");
        var open = new Stack<int>([writer.Begin(2)]);
        for (int i = 0; i < levels; i++)
        {
            open.Push(writer.Begin(5));
            open.Push(writer.Begin(1));
        }
        while (open.TryPop(out int at))
            writer.End(at);
        writer.End(pair);
    }
}
