using System.Buffers.Binary;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// Builds one block of ClickHouse's Native format column by column (https://clickhouse.com/docs/interfaces/formats/Native).
/// Every column gets one value of each row, read by a function, so that no column is ever gathered into a list of its own.
/// Types are sent as named; LowCardinality columns are sent as their plain type and converted by the engine.
/// </summary>
/// <typeparam name="TRow">What a row is made from.</typeparam>
public sealed class NativeBlock<TRow>(IReadOnlyList<TRow> source) : IDisposable
{
    // Column and row counts stand before the columns, but the former is known only after them: room is left for both.
    private const int HeaderRoom = 20;

    private readonly NativeBuffer buffer = new(HeaderRoom, Math.Max(64 * 1024, source.Count * 2048));
    private readonly int count = source.Count;
    private IReadOnlyList<TRow> rows = source;
    private int columns;

    public NativeBlock<TRow> Strings(string name, Func<TRow, string> value)
    {
        Column(name, "String");
        foreach (var row in rows)
            buffer.WriteText(value(row));
        return this;
    }

    /// <param name="type">A type of eight little-endian bytes: <c>Int64</c>, <c>DateTime64(9, 'UTC')</c>, <c>Decimal(18, 12)</c>.</param>
    public NativeBlock<TRow> Int64s(string name, string type, Func<TRow, long> value)
    {
        Column(name, type);
        foreach (var row in rows)
            BinaryPrimitives.WriteInt64LittleEndian(buffer.Next(8), value(row));
        return this;
    }

    /// <param name="type">As for <see cref="Int64s"/>, without <c>Nullable</c> around it.</param>
    public NativeBlock<TRow> NullableInt64s(string name, string type, Func<TRow, long?> value)
    {
        Column(name, $"Nullable({type})");
        WriteNulls(row => value(row) is null);
        foreach (var row in rows)
            BinaryPrimitives.WriteInt64LittleEndian(buffer.Next(8), value(row) ?? 0);
        return this;
    }

    public NativeBlock<TRow> Int32s(string name, Func<TRow, int> value)
    {
        Column(name, "Int32");
        foreach (var row in rows)
            BinaryPrimitives.WriteInt32LittleEndian(buffer.Next(4), value(row));
        return this;
    }

    public NativeBlock<TRow> NullableInt32s(string name, Func<TRow, int?> value)
    {
        Column(name, "Nullable(Int32)");
        WriteNulls(row => value(row) is null);
        foreach (var row in rows)
            BinaryPrimitives.WriteInt32LittleEndian(buffer.Next(4), value(row) ?? 0);
        return this;
    }

    public NativeBlock<TRow> NullableDoubles(string name, Func<TRow, double?> value)
    {
        Column(name, "Nullable(Float64)");
        WriteNulls(row => value(row) is null);
        foreach (var row in rows)
            BinaryPrimitives.WriteDoubleLittleEndian(buffer.Next(8), value(row) ?? 0);
        return this;
    }

    public NativeBlock<TRow> NullableStrings(string name, Func<TRow, string?> value)
    {
        Column(name, "Nullable(String)");
        WriteNulls(row => value(row) is null);
        foreach (var row in rows)
            buffer.WriteText(value(row) ?? "");
        return this;
    }

    /// <summary>As <c>UInt8</c>, 0 or 1.</summary>
    public NativeBlock<TRow> Flags(string name, Func<TRow, bool> value)
    {
        Column(name, "UInt8");
        foreach (var row in rows)
            buffer.Next(1)[0] = value(row) ? (byte)1 : (byte)0;
        return this;
    }

    public NativeBlock<TRow> StringArrays(string name, Func<TRow, IReadOnlyList<string>> value)
    {
        Column(name, "Array(String)");
        WriteOffsets(row => value(row).Count);
        foreach (var row in rows)
        {
            foreach (string item in value(row))
                buffer.WriteText(item);
        }
        return this;
    }

    public NativeBlock<TRow> StringMaps(string name, Func<TRow, IReadOnlyDictionary<string, string>> value)
    {
        Column(name, "Map(String, String)");
        WriteOffsets(row => value(row).Count);
        foreach (var row in rows)
        {
            foreach (var pair in value(row))
                buffer.WriteText(pair.Key);
        }
        foreach (var row in rows)
        {
            foreach (var pair in value(row))
                buffer.WriteText(pair.Value);
        }
        return this;
    }

    /// <summary>The block. Valid until disposal; nothing may be added after. The rows are let go: while a block waits to be stored, they
    /// would grow old.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        rows = [];
        Span<byte> header = stackalloc byte[HeaderRoom];
        int length = NativeBuffer.PutVarUInt(header, (ulong)columns);
        length += NativeBuffer.PutVarUInt(header[length..], (ulong)count);
        return buffer.Finish(header[..length]);
    }

    public void Dispose() => buffer.Dispose();

    private void Column(string name, string type)
    {
        columns++;
        buffer.WriteText(name);
        buffer.WriteText(type);
    }

    private void WriteNulls(Func<TRow, bool> isNull)
    {
        foreach (var row in rows)
            buffer.Next(1)[0] = isNull(row) ? (byte)1 : (byte)0;
    }

    private void WriteOffsets(Func<TRow, int> count)
    {
        ulong end = 0;
        foreach (var row in rows)
        {
            end += (ulong)count(row);
            BinaryPrimitives.WriteUInt64LittleEndian(buffer.Next(8), end);
        }
    }
}
