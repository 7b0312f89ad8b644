using System.Buffers.Binary;
using System.Text;

namespace CozeLoop.Contracts.Messages;

/// <summary>
/// Spans of one request on the <see cref="Topics.Spans"/> topic: a small fixed header, then an OTLP <c>ExportTraceServiceRequest</c>
/// (opentelemetry-proto, trace/v1) exactly as it passed validation. Every ingest protocol is brought to this one form before the broker.
/// </summary>
/// <param name="WorkspaceId">Owner of the spans.</param>
/// <param name="ReceivedUnixNano">Receipt, in nanoseconds since 1970: the version of each row, so that a redelivery replaces and never
/// doubles.</param>
/// <param name="Source">How the spans came in: <c>otlp</c>, <c>import</c>, <c>platform</c>.</param>
/// <param name="Otlp">The protobuf bytes.</param>
public readonly record struct SpanBatch(long WorkspaceId, long ReceivedUnixNano, string Source, ReadOnlyMemory<byte> Otlp)
{
    private const uint Magic = 0x31425053; // "SPB1", little-endian
    private const int FixedLength = 4 + 8 + 8 + 1;

    /// <summary>Header and payload in one array, ready for the broker.</summary>
    public byte[] Encode()
    {
        var body = new byte[HeaderLength + Otlp.Length];
        WriteHeader(body);
        Otlp.Span.CopyTo(body.AsSpan(HeaderLength));
        return body;
    }

    /// <summary>Bytes before the OTLP payload.</summary>
    public int HeaderLength => FixedLength + Encoding.UTF8.GetByteCount(Source);

    /// <summary>Writes the header into the first <see cref="HeaderLength"/> bytes.</summary>
    public void WriteHeader(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(body, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(body[4..], WorkspaceId);
        BinaryPrimitives.WriteInt64LittleEndian(body[12..], ReceivedUnixNano);
        body[20] = checked((byte)Encoding.UTF8.GetBytes(Source, body[FixedLength..]));
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The body is not a span batch of a known version.</exception>
    public static SpanBatch Decode(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span;
        if (bytes.Length < FixedLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || bytes.Length < FixedLength + bytes[20])
        {
            throw new FormatException("Not a span batch of version 1.");
        }
        int start = FixedLength + bytes[20];
        return new SpanBatch(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]),
            Encoding.UTF8.GetString(bytes[FixedLength..start]),
            body[start..]
        );
    }
}
