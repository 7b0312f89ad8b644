using System.Buffers;
using System.Text;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>A growing, pooled array with room left in front for a header that is known last.</summary>
internal sealed class NativeBuffer : IDisposable
{
    private readonly int headerRoom;
    private byte[] bytes;
    private int position;

    public NativeBuffer(int headerRoom, int sizeHint)
    {
        this.headerRoom = headerRoom;
        bytes = ArrayPool<byte>.Shared.Rent(headerRoom + sizeHint);
        position = headerRoom;
    }

    /// <summary>The next <paramref name="count"/> bytes, to be written by the caller. Valid until the next call.</summary>
    public Span<byte> Next(int count)
    {
        Reserve(count);
        var next = bytes.AsSpan(position, count);
        position += count;
        return next;
    }

    /// <summary>Length as a varint, then UTF-8. Lone surrogates become U+FFFD.</summary>
    public void WriteText(string text)
    {
        // Up to 42 UTF-16 units are at most 126 bytes, so the length takes one byte: most cells need no counting pass.
        if (text.Length <= 42)
        {
            Reserve(1 + text.Length * 3);
            int written = Encoding.UTF8.GetBytes(text, bytes.AsSpan(position + 1));
            bytes[position] = (byte)written;
            position += 1 + written;
            return;
        }
        int length = Encoding.UTF8.GetByteCount(text);
        Reserve(10 + length);
        position += PutVarUInt(bytes.AsSpan(position), (ulong)length);
        position += Encoding.UTF8.GetBytes(text, bytes.AsSpan(position));
    }

    public ReadOnlyMemory<byte> Finish(ReadOnlySpan<byte> header)
    {
        int start = headerRoom - header.Length;
        header.CopyTo(bytes.AsSpan(start));
        return bytes.AsMemory(start, position - start);
    }

    /// <summary>Seven bits a byte, least first; returns the bytes written, 1-10.</summary>
    public static int PutVarUInt(Span<byte> target, ulong value)
    {
        int written = 0;
        while (value >= 0x80)
        {
            target[written++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[written++] = (byte)value;
        return written;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        position = 0;
    }

    private void Reserve(int count)
    {
        if (count <= bytes.Length - position)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(
            (int)Math.Min(Array.MaxLength, Math.Max((long)bytes.Length * 2, (long)position + count))
        );
        bytes.AsSpan(0, position).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
