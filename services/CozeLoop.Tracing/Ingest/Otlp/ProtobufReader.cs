using System.Buffers.Binary;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// Reads protobuf's wire format field by field over a slice, without an object tree and without exceptions: on malformed bytes
/// <see cref="Next"/> ends and <see cref="Failed"/> is set. Groups (deprecated, unused by OTLP) count as malformed.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> data = data;
    private int position;

    public int Field { get; private set; }
    public WireType Wire { get; private set; }

    /// <summary>Value of a varint or fixed field.</summary>
    public ulong Number { get; private set; }

    /// <summary>Body of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Offset of the field's tag.</summary>
    public int Start { get; private set; }

    /// <summary>Offset of a length-delimited field's body.</summary>
    public int BodyStart { get; private set; }

    /// <summary>Offset after the field.</summary>
    public readonly int End => position;
    public bool Failed { get; private set; }

    public bool Next()
    {
        if (Failed || position >= data.Length)
            return false;
        Start = position;
        if (!Varint(out ulong tag) || tag >> 3 is 0 or > 536_870_911)
            return Fail();
        Field = (int)(tag >> 3);
        Wire = (WireType)(tag & 7);
        return Wire switch
        {
            WireType.Varint => Varint(out ulong value) ? Take(value) : Fail(),
            WireType.Fixed64 => data.Length - position >= 8 ? Take(BinaryPrimitives.ReadUInt64LittleEndian(data[Advance(8)..])) : Fail(),
            WireType.Fixed32 => data.Length - position >= 4 ? Take(BinaryPrimitives.ReadUInt32LittleEndian(data[Advance(4)..])) : Fail(),
            WireType.Length => Varint(out ulong length) && length <= (ulong)(data.Length - position) ? TakeBytes((int)length) : Fail(),
            _ => Fail(),
        };
    }

    private bool Take(ulong value)
    {
        Number = value;
        Bytes = default;
        return true;
    }

    private bool TakeBytes(int length)
    {
        BodyStart = Advance(length);
        Bytes = data.Slice(BodyStart, length);
        Number = 0;
        return true;
    }

    private int Advance(int count)
    {
        int at = position;
        position += count;
        return at;
    }

    private bool Fail()
    {
        Failed = true;
        return false;
    }

    private bool Varint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70 && position < data.Length; shift += 7)
        {
            byte b = data[position++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return shift < 63 || b <= 1;
        }
        return false;
    }
}

internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}
