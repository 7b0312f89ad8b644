using System.Buffers.Binary;
using System.Text;

namespace CozeLoop.Contracts.Otlp;

/// <summary>
/// Writes protobuf's wire format (https://protobuf.dev/programming-guides/encoding) into a growing buffer. Nested messages are opened and
/// closed in place; field numbers up to 2,047 and messages up to 2 GiB.
/// </summary>
public sealed class ProtobufWriter(int capacity = 1024)
{
    private byte[] buffer = new byte[Math.Max(capacity, 16)];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    public byte[] ToArray() => Written.ToArray();

    public void Clear() => Length = 0;

    /// <summary>Opens a nested message; pass the answer to <see cref="End"/>.</summary>
    public int Begin(int field)
    {
        Tag(field, 2);
        return Length;
    }

    /// <summary>Closes the message opened at <paramref name="start"/>: moves its body to make room for the exact length.</summary>
    public void End(int start)
    {
        int body = Length - start;
        int prefix = VarintSize((ulong)body);
        Reserve(prefix);
        buffer.AsSpan(start, body).CopyTo(buffer.AsSpan(start + prefix));
        Length = start;
        RawVarint((ulong)body);
        Length += body;
    }

    /// <summary>Forgets everything after <paramref name="length"/>: a field that was begun and turned out invalid.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        RawVarint((ulong)value.Length);
        Raw(value);
    }

    public void Text(int field, string value)
    {
        Tag(field, 2);
        int count = Encoding.UTF8.GetByteCount(value);
        RawVarint((ulong)count);
        Reserve(count);
        Length += Encoding.UTF8.GetBytes(value, buffer.AsSpan(Length));
    }

    public void Varint(int field, ulong value)
    {
        Tag(field, 0);
        RawVarint(value);
    }

    public void Bool(int field, bool value) => Varint(field, value ? 1UL : 0UL);

    public void Fixed32(int field, uint value)
    {
        Tag(field, 5);
        Reserve(4);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(Length), value);
        Length += 4;
    }

    public void Fixed64(int field, ulong value)
    {
        Tag(field, 1);
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(Length), value);
        Length += 8;
    }

    public void Real(int field, double value) => Fixed64(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Bytes that are wire format already.</summary>
    public void Raw(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(buffer.AsSpan(Length));
        Length += value.Length;
    }

    public static int VarintSize(ulong value)
    {
        int size = 1;
        while ((value >>= 7) != 0)
            size++;
        return size;
    }

    private void Tag(int field, int wireType) => RawVarint((ulong)((field << 3) | wireType));

    private void RawVarint(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            buffer[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        buffer[Length++] = (byte)value;
    }

    private void Reserve(int more)
    {
        long needed = (long)Length + more;
        if (needed > buffer.Length)
            Array.Resize(ref buffer, (int)Math.Min(Math.Max(needed, buffer.Length * 2L), Array.MaxLength));
    }
}
