using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// Values for <c>{name:Type}</c>, in the form the engine reads them: its escaped text
/// (https://clickhouse.com/docs/interfaces/formats/TabSeparated), so that a
/// backslash, tab or line end in a value is that character and nothing else.
/// </summary>
internal sealed class ClickHouseParameters
{
    public static readonly ClickHouseParameters None = new([]);
    private readonly IReadOnlyList<(string Name, string Text)> _texts;

    /// <param name="texts">Names with values in the engine's escaped text.</param>
    public ClickHouseParameters(IReadOnlyList<(string Name, string Text)> texts) => _texts = texts;

    public static ClickHouseParameters Of(IReadOnlyDictionary<string, object?>? values) =>
        values is null ? None : new([.. values.Select(v => (v.Key, Text(v.Value)))]);

    /// <summary>Names with values in the engine's escaped text.</summary>
    public IReadOnlyList<(string Name, string Text)> Texts => _texts;

    public Pinned Pin() =>
        new([.. _texts.Select(t => Encoding.UTF8.GetBytes(t.Name))], [.. _texts.Select(t => Encoding.UTF8.GetBytes(t.Text))]);

    /// <summary>A value as text: times in UTC, arrays as <c>['a','b']</c>, null as <c>\N</c>.</summary>
    internal static string Text(object? value) =>
        value switch
        {
            null => "\\N",
            string text => Escape(text),
            bool flag => flag ? "1" : "0",
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
            Enum => throw new ArgumentException("Say what the engine is to see: a name or a number."),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable items => "["
                + string.Join(',', items.Cast<object?>().Select(item => item is string text ? $"'{Escape(text)}'" : Text(item)))
                + "]",
            _ => throw new ArgumentException($"A parameter cannot be a {value.GetType().Name}."),
        };

    private static readonly SearchValues<char> Special = SearchValues.Create("\\'\t\n\r\b\f\0");

    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0)
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            char? letter = c switch
            {
                '\\' => '\\',
                '\'' => '\'',
                '\t' => 't',
                '\n' => 'n',
                '\r' => 'r',
                '\b' => 'b',
                '\f' => 'f',
                '\0' => '0',
                _ => null,
            };
            if (letter is null)
                escaped.Append(c);
            else
                escaped.Append('\\').Append(letter);
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
