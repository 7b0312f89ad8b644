using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// Says what is wrong with one span's protobuf bytes, or null. Everything later readers rely on is checked here, once: framing, ids,
/// times, UTF-8, lengths, nesting.
/// </summary>
/// <param name="times">Which starts are taken.</param>
internal sealed class SpanCheck(IngestOptions options, StartTimes times)
{
    // Attributes that become ids: columns and keys, so they are bounded as ids are.
    private static readonly FrozenSet<string> IdKeys = new[]
    {
        "session.id",
        "user.id",
        "enduser.id",
        "gen_ai.conversation.id",
        "langfuse.session.id",
        "langfuse.user.id",
        "cozeloop.trace_id",
        "cozeloop.span_id",
        "cozeloop.parent_span_id",
        "cozeloop.task.id",
        "cozeloop.run.id",
        "traceloop.association.properties.session_id",
        "traceloop.association.properties.user_id",
    }.ToFrozenSet();

    /// <param name="start">Nanoseconds since 1970; only where there is no problem.</param>
    public string? Problem(ReadOnlySpan<byte> span, out ulong start)
    {
        var reader = new ProtobufReader(span);
        bool trace = false,
            id = false;
        start = 0;
        ulong end = 0;
        int attributes = 0,
            events = 0,
            links = 0;
        while (reader.Next())
        {
            string? problem = reader.Field switch
            {
                SpanFields.TraceId => Id(ref reader, "trace id", OtlpIds.TraceLength, ref trace),
                SpanFields.SpanId => Id(ref reader, "span id", OtlpIds.SpanLength, ref id),
                SpanFields.ParentSpanId => ParentId(ref reader),
                SpanFields.Name => Name(ref reader, "name"),
                SpanFields.StartTimeUnixNano => Time(ref reader, ref start),
                SpanFields.EndTimeUnixNano => Time(ref reader, ref end),
                SpanFields.Attributes => ++attributes > options.MaxFieldsPerSpan ? TooMany("attributes") : Attribute(ref reader),
                SpanFields.Events => ++events > options.MaxFieldsPerSpan ? TooMany("events") : Event(ref reader),
                SpanFields.Links => ++links > options.MaxFieldsPerSpan ? TooMany("links") : Link(ref reader),
                SpanFields.Status => Status(ref reader),
                SpanFields.TraceState => Text(ref reader, "trace state"),
                _ => null,
            };
            if (problem is not null)
                return problem;
        }
        if (reader.Failed)
            return "its bytes are no protobuf message";
        if (!trace)
            return "the trace id is missing";
        if (!id)
            return "the span id is missing";
        if (start == 0)
            return "the start time is missing";
        if (times.Problem(start) is { } untimely)
            return untimely;
        return end != 0 && end < start ? $"it ends {start - end} ns before it starts" : null;
    }

    /// <summary>The same for the attributes of a resource, or the name, version and attributes of a scope.</summary>
    public string? HeadProblem(ReadOnlySpan<byte> message, bool scope)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            string? problem = reader.Field switch
            {
                InstrumentationScopeFields.Name or InstrumentationScopeFields.Version when scope => Name(ref reader, "scope"),
                InstrumentationScopeFields.Attributes when scope => Attribute(ref reader),
                ResourceFields.Attributes when !scope => Attribute(ref reader),
                _ => null,
            };
            if (problem is not null)
                return problem;
        }
        return reader.Failed ? "its bytes are no protobuf message" : null;
    }

    private string TooMany(string what) => $"it has more than {options.MaxFieldsPerSpan} {what}";

    private static string? Id(ref ProtobufReader reader, string what, int length, ref bool seen)
    {
        seen = true;
        if (reader.Wire != WireType.Length || reader.Bytes.Length != length)
            return $"the {what} has {reader.Bytes.Length} bytes instead of {length}";
        return reader.Bytes.ContainsAnyExcept((byte)0) ? null : $"the {what} is all zero";
    }

    // An absent parent may be written as no bytes or as zeros: some SDKs send either for a root.
    private static string? ParentId(ref ProtobufReader reader) =>
        reader.Wire == WireType.Length && reader.Bytes.Length is 0 or OtlpIds.SpanLength
            ? null
            : $"the parent span id has {reader.Bytes.Length} bytes instead of {OtlpIds.SpanLength}";

    private static string? Time(ref ProtobufReader reader, ref ulong time)
    {
        time = reader.Number;
        return reader.Wire != WireType.Fixed64 ? "a time is not of type fixed64"
            : time > long.MaxValue ? "a time lies after the year 2262"
            : null;
    }

    private string? Name(ref ProtobufReader reader, string what) =>
        reader.Bytes.Length > options.MaxNameBytes
            ? $"its {what} has {reader.Bytes.Length} bytes, more than {options.MaxNameBytes}"
            : Text(ref reader, what);

    private static string? Text(ref ProtobufReader reader, string what) =>
        reader.Wire != WireType.Length ? $"its {what} is no text"
        : Utf8.IsValid(reader.Bytes) ? null
        : $"its {what} is not valid UTF-8";

    private string? Attribute(ref ProtobufReader outer)
    {
        if (outer.Wire != WireType.Length)
            return "an attribute is no message";
        var reader = new ProtobufReader(outer.Bytes);
        ReadOnlySpan<byte> key = default,
            value = default;
        while (reader.Next())
        {
            if (reader.Field is KeyValueFields.Key or KeyValueFields.Value && reader.Wire != WireType.Length)
                return "an attribute is no message";
            if (reader.Field == KeyValueFields.Key)
                key = reader.Bytes;
            else if (reader.Field == KeyValueFields.Value)
                value = reader.Bytes;
        }
        if (reader.Failed)
            return "an attribute's bytes are no protobuf message";
        if (key.Length > options.MaxNameBytes)
            return $"an attribute's key has {key.Length} bytes, more than {options.MaxNameBytes}";
        if (!Utf8.IsValid(key))
            return "an attribute's key is not valid UTF-8";
        string? problem = Value(value, options.MaxNesting);
        if (problem is not null)
            return $"the attribute '{Encoding.UTF8.GetString(key)}' {problem}";
        return value.Length > options.MaxIdBytes + 8 && IdKeys.Contains(Encoding.UTF8.GetString(key))
            ? $"the id '{Encoding.UTF8.GetString(key)}' has more than {options.MaxIdBytes} bytes"
            : null;
    }

    private static string? Value(ReadOnlySpan<byte> any, int levels)
    {
        if (levels == 0)
            return "is nested too deeply";
        var reader = new ProtobufReader(any);
        while (reader.Next())
        {
            if (ValueType(reader.Field) is { } type && reader.Wire != type)
                return "has a value of a wrong type";
            if (reader.Field == AnyValueFields.StringValue && !Utf8.IsValid(reader.Bytes))
                return "is not valid UTF-8";
            string? problem = reader.Field switch
            {
                AnyValueFields.ArrayValue => Items(reader.Bytes, pairs: false, levels - 1),
                AnyValueFields.KvlistValue => Items(reader.Bytes, pairs: true, levels - 1),
                _ => null,
            };
            if (problem is not null)
                return problem;
        }
        return reader.Failed ? "is no protobuf message" : null;
    }

    private static WireType? ValueType(int field) =>
        field switch
        {
            AnyValueFields.BoolValue or AnyValueFields.IntValue => WireType.Varint,
            AnyValueFields.DoubleValue => WireType.Fixed64,
            AnyValueFields.StringValue or AnyValueFields.ArrayValue or AnyValueFields.KvlistValue or AnyValueFields.BytesValue =>
                WireType.Length,
            _ => null,
        };

    private static string? Items(ReadOnlySpan<byte> list, bool pairs, int levels)
    {
        var reader = new ProtobufReader(list);
        while (reader.Next())
        {
            if (reader.Field != (pairs ? KeyValueListFields.Values : ArrayValueFields.Values))
                continue;
            if (reader.Wire != WireType.Length)
                return "has a value of a wrong type";
            string? problem = pairs ? Pair(reader.Bytes, levels) : Value(reader.Bytes, levels);
            if (problem is not null)
                return problem;
        }
        return reader.Failed ? "is no protobuf message" : null;
    }

    private static string? Pair(ReadOnlySpan<byte> pair, int levels)
    {
        var reader = new ProtobufReader(pair);
        while (reader.Next())
        {
            if (reader.Field is KeyValueFields.Key or KeyValueFields.Value && reader.Wire != WireType.Length)
                return "has a value of a wrong type";
            if (reader.Field == KeyValueFields.Key && !Utf8.IsValid(reader.Bytes))
                return "is not valid UTF-8";
            if (reader.Field == KeyValueFields.Value && Value(reader.Bytes, levels) is { } problem)
                return problem;
        }
        return reader.Failed ? "is no protobuf message" : null;
    }

    private string? Event(ref ProtobufReader outer)
    {
        if (outer.Wire != WireType.Length)
            return "an event is no message";
        var reader = new ProtobufReader(outer.Bytes);
        ulong time = 0;
        while (reader.Next())
        {
            string? problem = reader.Field switch
            {
                SpanEventFields.TimeUnixNano => Time(ref reader, ref time),
                SpanEventFields.Name => Name(ref reader, "event's name"),
                SpanEventFields.Attributes => Attribute(ref reader),
                _ => null,
            };
            if (problem is not null)
                return problem;
        }
        return reader.Failed ? "an event's bytes are no protobuf message" : null;
    }

    private string? Link(ref ProtobufReader outer)
    {
        if (outer.Wire != WireType.Length)
            return "a link is no message";
        var reader = new ProtobufReader(outer.Bytes);
        while (reader.Next())
        {
            if (reader.Field is SpanLinkFields.TraceId or SpanLinkFields.SpanId && reader.Wire != WireType.Length)
                return "a link's id is no bytes";
            if (reader.Field is SpanLinkFields.TraceId or SpanLinkFields.SpanId && reader.Bytes.Length > options.MaxIdBytes)
                return $"a link's id has {reader.Bytes.Length} bytes";
            if (reader.Field == SpanLinkFields.Attributes && Attribute(ref reader) is { } problem)
                return problem;
        }
        return reader.Failed ? "a link's bytes are no protobuf message" : null;
    }

    private static string? Status(ref ProtobufReader outer)
    {
        if (outer.Wire != WireType.Length)
            return "its status is no message";
        var reader = new ProtobufReader(outer.Bytes);
        while (reader.Next())
        {
            if (reader.Field == StatusFields.Message && Text(ref reader, "status message") is { } problem)
                return problem;
        }
        return reader.Failed ? "its status is no protobuf message" : null;
    }
}
