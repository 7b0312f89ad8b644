using System.Runtime.InteropServices;
using System.Text;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>One connection of the embedded engine, for one thread at a time. Every call blocks.</summary>
internal sealed unsafe class ChdbConnection : IDisposable
{
    private static readonly byte[] Native = "Native"u8.ToArray();
    private nint* _connection;
    private QueryLimits? _limits;

    /// <param name="settings">Statements run once, such as <c>SET max_execution_time = 30</c>.</param>
    public ChdbConnection(string dataPath, params ReadOnlySpan<string> settings)
    {
        byte[] program = "clickhouse\0"u8.ToArray(),
            path = Encoding.UTF8.GetBytes($"--path={dataPath}\0");
        fixed (
            byte* first = program,
                second = path
        )
        {
            byte** arguments = stackalloc byte*[] { first, second };
            _connection = Chdb.Connect(2, arguments);
        }
        if (_connection is null)
            throw new InvalidOperationException(
                $"The embedded ClickHouse engine refused {dataPath}: this process already "
                    + $"uses another folder, or another process uses this one."
            );
        foreach (string setting in settings)
            Query(setting, "Null"u8, ClickHouseParameters.None);
    }

    /// <summary>Runs one statement; the answer in the format asked for.</summary>
    /// <exception cref="ClickHouseException">The engine refused it.</exception>
    public byte[] Query(string sql, ReadOnlySpan<byte> format, ClickHouseParameters parameters)
    {
        byte[] text = Encoding.UTF8.GetBytes(sql);
        using var pinned = parameters.Pin();
        fixed (
            byte* query = text,
                formatName = format
        )
        {
            return Take(
                Chdb.Query(
                    *_connection,
                    query,
                    (nuint)text.Length,
                    formatName,
                    (nuint)format.Length,
                    pinned.Names,
                    pinned.NameLengths,
                    pinned.Values,
                    pinned.ValueLengths,
                    (nuint)parameters.Texts.Count
                )
            );
        }
    }

    /// <summary>As the overload, within limits; they stay set until others are asked for.</summary>
    public byte[] Query(string sql, ReadOnlySpan<byte> format, ClickHouseParameters parameters, QueryLimits limits)
    {
        if (limits != _limits)
        {
            _limits = null;
            string all = string.Join(", ", limits.Settings.Select(setting => $"{setting.Name} = '{setting.Value}'"));
            Query("SET " + all, "Null"u8, ClickHouseParameters.None);
            _limits = limits;
        }
        return Query(sql, format, parameters);
    }

    /// <summary>Inserts blocks. Data never travels inside the statement's text: an empty line in it would end it and start SQL.</summary>
    public void InsertNative(string insert, IReadOnlyList<ReadOnlyMemory<byte>> blocks)
    {
        byte[] text = Encoding.UTF8.GetBytes(insert);
        nint stream;
        fixed (
            byte* query = text,
                formatName = Native
        )
            stream = Chdb.StreamInsert(*_connection, query, (nuint)text.Length, formatName, (nuint)Native.Length);
        try
        {
            Check(Chdb.StreamError(stream));
            foreach (var block in blocks)
            {
                fixed (byte* data = block.Span)
                {
                    if (Chdb.StreamAppend(stream, data, (nuint)block.Length) != 0)
                        Check(Chdb.StreamError(stream));
                }
            }
            Take(Chdb.StreamDone(stream));
        }
        finally
        {
            Chdb.DestroyStream(stream);
        }
    }

    public void Dispose()
    {
        if (_connection is null)
            return;
        Chdb.Close(_connection);
        _connection = null;
    }

    private static byte[] Take(nint result)
    {
        try
        {
            Check(Chdb.ResultError(result));
            return new ReadOnlySpan<byte>(Chdb.ResultBuffer(result), checked((int)Chdb.ResultLength(result))).ToArray();
        }
        finally
        {
            Chdb.DestroyResult(result);
        }
    }

    private static void Check(byte* error)
    {
        if (error is not null)
            throw ClickHouseException.Parse(Marshal.PtrToStringUTF8((nint)error)!);
    }
}
