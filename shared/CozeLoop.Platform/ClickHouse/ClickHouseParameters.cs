using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// Values for <c>{name:Type}</c>, in the form the engine reads them: its escaped text (https://clickhouse.com/docs/interfaces/formats/TabSeparated), so that a
/// backslash, tab or line end in a value is that character and nothing else.
/// </summary>
internal sealed class ClickHouseParameters
{
    public static readonly ClickHouseParameters None = new(null);
    private readonly byte[][] _names, _values;

    public ClickHouseParameters(IReadOnlyDictionary<string, object?>? parameters)
    {
        _names = [.. (parameters?.Keys ?? []).Select(Encoding.UTF8.GetBytes)];
        _values = [.. (parameters?.Values ?? []).Select(value => Encoding.UTF8.GetBytes(Text(value)))];
    }

    public int Count => _names.Length;

    public Pinned Pin() => new(_names, _values);

    /// <summary>A value as text: times in UTC, arrays as <c>['a','b']</c>, null as <c>\N</c>.</summary>
    internal static string Text(object? value) => value switch
    {
        null => "\\N",
        string text => Escape(text),
        bool flag => flag ? "1" : "0",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        Enum => throw new ArgumentException("Say what the engine is to see: a name or a number."),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(',', items.Cast<object?>().Select(item => item is string text ? $"'{Escape(text)}'" : Text(item))) + "]",
        _ => throw new ArgumentException($"A parameter cannot be a {value.GetType().Name}."),
    };

    private static readonly SearchValues<char> Special = SearchValues.Create("\\'\t\n\r\b\f\0");

    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            char? letter = c switch { '\\' => '\\', '\'' => '\'', '\t' => 't', '\n' => 'n', '\r' => 'r', '\b' => 'b', '\f' => 'f', '\0' => '0', _ => null };
            if (letter is null) escaped.Append(c);
            else escaped.Append('\\').Append(letter);
        }
        return escaped.ToString();
    }

    /// <summary>The arrays the engine takes, fixed in memory until disposed.</summary>
    public sealed unsafe class Pinned : IDisposable
    {
        private readonly List<GCHandle> _handles = [];

        internal Pinned(byte[][] names, byte[][] values)
        {
            Names = Pointers(names);
            Values = Pointers(values);
            NameLengths = (nuint*)Fix(names.Select(n => (nuint)n.Length).ToArray());
            ValueLengths = (nuint*)Fix(values.Select(v => (nuint)v.Length).ToArray());
        }

        public byte** Names { get; }
        public byte** Values { get; }
        public nuint* NameLengths { get; }
        public nuint* ValueLengths { get; }

        public void Dispose() => _handles.ForEach(handle => handle.Free());

        private byte** Pointers(byte[][] texts) => (byte**)Fix(texts.Select(Fix).ToArray());

        private nint Fix<T>(T[] array)
        {
            var handle = GCHandle.Alloc(array, GCHandleType.Pinned);
            _handles.Add(handle);
            return handle.AddrOfPinnedObject();
        }
    }
}
