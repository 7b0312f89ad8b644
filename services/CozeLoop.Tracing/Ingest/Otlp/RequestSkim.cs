using System.Globalization;
using System.Text;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>Where an accepted span lies: offsets into the request, its tag included, and those of the messages around it.</summary>
/// <param name="HeadBytes">What the resource and the scope say besides their spans; stored again with every span.</param>
internal readonly record struct SpanSlice(Slice Resource, Slice Scope, Slice Span, int HeadBytes);

internal readonly record struct Slice(int Start, int Length);

/// <summary>
/// What a look over an <c>ExportTraceServiceRequest</c> found. A request whose own framing is broken is <see cref="Malformed"/> as a whole;
/// inside sound framing each bad span is rejected alone and its neighbours stay.
/// </summary>
internal sealed class RequestSkim
{
    private const int ReasonsShown = 5;
    private readonly IngestOptions options;
    private readonly SpanCheck check;
    private readonly List<string> reasons = [];

    private readonly StartTimes times;

    private long copied;

    /// <param name="now">Nanoseconds since 1970.</param>
    public RequestSkim(ReadOnlySpan<byte> request, IngestOptions options, long now)
    {
        this.options = options;
        times = new StartTimes(now);
        check = new SpanCheck(options, times);
        var reader = new ProtobufReader(request);
        while (reader.Next())
        {
            if (reader.Field != ExportTraceServiceRequestFields.ResourceSpans)
                continue;
            if (reader.Wire != WireType.Length || !Resource(request, new Slice(reader.BodyStart, reader.Bytes.Length)))
                Malformed = true;
        }
        Malformed |= reader.Failed;
    }

    public bool Malformed { get; private set; }

    /// <summary>Accepted spans of these days.</summary>
    public List<SpanSlice> Accepted { get; } = [];

    /// <summary>Those of days long past, with their starts; accepted as well.</summary>
    public List<(ulong Start, SpanSlice Span)> Past { get; } = [];
    public int Rejected { get; private set; }

    /// <summary>What the accepted spans take together with their resources, which are sent once and stored with each span.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>Places of the rejected spans among those of the protobuf, from 0.</summary>
    public HashSet<int> RejectedAt { get; } = [];

    /// <summary>For the client's log: the first reasons, and how many more.</summary>
    public string Reasons =>
        string.Join("; ", reasons.Take(ReasonsShown))
        + (reasons.Count > ReasonsShown ? string.Create(CultureInfo.InvariantCulture, $"; and {reasons.Count - ReasonsShown} more") : "");

    /// <summary>Counts a span that was refused before it became protobuf (OTLP JSON).</summary>
    public void Reject(string reason)
    {
        Rejected++;
        reasons.Add(reason);
    }

    private bool Resource(ReadOnlySpan<byte> request, Slice resource)
    {
        var reader = new ProtobufReader(request.Slice(resource.Start, resource.Length));
        string? head = null;
        int headBytes = 0;
        var scopes = new List<Slice>();
        while (reader.Next())
        {
            if (reader.Field != ResourceSpansFields.ScopeSpans)
                headBytes += reader.End - reader.Start;
            if (reader.Field is ResourceSpansFields.Resource or ResourceSpansFields.ScopeSpans && reader.Wire != WireType.Length)
                return false;
            if (reader.Field == ResourceSpansFields.Resource)
                head ??= Prefixed("the resource: ", check.HeadProblem(reader.Bytes, scope: false));
            else if (reader.Field == ResourceSpansFields.ScopeSpans)
                scopes.Add(new Slice(resource.Start + reader.BodyStart, reader.Bytes.Length));
        }
        if (reader.Failed)
            return false;
        foreach (var scope in scopes)
        {
            if (!Scope(request, resource, scope, head, headBytes))
                return false;
        }
        return true;
    }

    private bool Scope(ReadOnlySpan<byte> request, Slice resource, Slice scope, string? head, int headBytes)
    {
        var reader = new ProtobufReader(request.Slice(scope.Start, scope.Length));
        var spans = new List<(Slice Whole, Slice Body)>();
        while (reader.Next())
        {
            if (reader.Field != ScopeSpansFields.Spans)
                headBytes += reader.End - reader.Start;
            if (reader.Field is ScopeSpansFields.Scope or ScopeSpansFields.Spans && reader.Wire != WireType.Length)
                return false;
            if (reader.Field == ScopeSpansFields.Scope)
                head ??= Prefixed("the scope: ", check.HeadProblem(reader.Bytes, scope: true));
            else if (reader.Field == ScopeSpansFields.Spans)
                spans.Add(
                    (
                        new Slice(scope.Start + reader.Start, reader.End - reader.Start),
                        new Slice(scope.Start + reader.BodyStart, reader.Bytes.Length)
                    )
                );
        }
        if (reader.Failed)
            return false;
        if (headBytes > options.MaxResourceBytes)
        {
            head ??= $"its resource and scope have {headBytes} bytes, more than {options.MaxResourceBytes}";
        }
        foreach (var (whole, body) in spans)
        {
            ulong start = 0;
            string? problem = head ?? TooMuch(headBytes) ?? check.Problem(request.Slice(body.Start, body.Length), out start);
            if (problem is null)
                (copied, StoredBytes) = (copied + headBytes, StoredBytes + whole.Length + headBytes);
            if (problem is null && times.IsPast(start))
                Past.Add((start, new SpanSlice(resource, scope, whole, headBytes)));
            else if (problem is null)
                Accepted.Add(new SpanSlice(resource, scope, whole, headBytes));
            else
            {
                RejectedAt.Add(Accepted.Count + Past.Count + Rejected);
                Reject(Describe(request.Slice(body.Start, body.Length), problem));
            }
        }
        return true;
    }

    private string? TooMuch(int headBytes) =>
        copied + headBytes <= options.MaxCopiedBytes
            ? null
            : $"the resource is stored with each span, and has more than {options.MaxCopiedBytes} bytes "
                + "with those before it: send fewer at once";

    private static string? Prefixed(string prefix, string? problem) => problem is null ? null : prefix + problem;

    private string Describe(ReadOnlySpan<byte> span, string problem)
    {
        var text = new StringBuilder("span ");
        var reader = new ProtobufReader(span);
        while (reader.Next())
        {
            if (reader.Field == SpanFields.SpanId && reader.Bytes.Length is > 0 and <= 8)
                text.Append(Convert.ToHexStringLower(reader.Bytes)).Append(' ');
        }
        return text.Append(CultureInfo.InvariantCulture, $"(number {Accepted.Count + Past.Count + Rejected + 1}): {problem}").ToString();
    }
}
