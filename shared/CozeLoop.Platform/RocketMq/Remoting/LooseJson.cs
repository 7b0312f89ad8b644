using System.Globalization;
using System.Text.Json;

namespace CozeLoop.Platform.RocketMq.Remoting;

/// <summary>
/// Reads the JSON that RocketMQ's brokers write: keys may be bare numbers, or whole objects. Only what has a key is of use, so that a
/// member is (key as it is written, value); values are strings (numbers and words as written), objects and arrays.
/// </summary>
internal sealed class LooseJson
{
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _at;

    private LooseJson(string text) => _text = text;

    /// <exception cref="FormatException">It is not even that.</exception>
    public static LooseValue Parse(string text)
    {
        var reader = new LooseJson(text);
        var value = reader.Value(0);
        reader.Space();
        return reader._at == text.Length ? value : throw reader.Wrong();
    }

    private LooseValue Value(int depth)
    {
        if (depth > MaxDepth)
            throw Wrong();
        Space();
        return Peek() switch
        {
            '{' => new LooseValue("", Members(depth, '}', keyed: true)),
            '[' => new LooseValue("", Members(depth, ']', keyed: false)),
            '"' => new LooseValue(Quoted(), []),
            _ => new LooseValue(Word(), []),
        };
    }

    private List<(LooseValue Key, LooseValue Value)> Members(int depth, char end, bool keyed)
    {
        var members = new List<(LooseValue, LooseValue)>();
        _at++;
        for (Space(); Peek() != end; Space())
        {
            if (members.Count > 0)
                Take(',');
            var key = keyed ? Value(depth + 1) : new LooseValue(members.Count.ToString(CultureInfo.InvariantCulture), []);
            if (keyed)
            {
                Space();
                Take(':');
            }
            members.Add((key, Value(depth + 1)));
        }
        _at++;
        return members;
    }

    private string Quoted()
    {
        int start = _at++;
        while (Peek() != '"')
            _at += Peek() == '\\' ? 2 : 1;
        _at++;
        try
        {
            return JsonSerializer.Deserialize<string>(_text.AsSpan(start, _at - start)) ?? "";
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private string Word()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
            _at++;
        return _at > start ? _text[start.._at] : throw Wrong();
    }

    private void Space()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw Wrong();

    private void Take(char expected)
    {
        if (Peek() != expected)
            throw Wrong();
        _at++;
    }

    private FormatException Wrong() => new(string.Create(CultureInfo.InvariantCulture, $"Not JSON at character {_at}."));
}

/// <param name="Text">Of a string, a number or a word; empty for objects and arrays.</param>
/// <param name="Members">Of an object; an array's have their index as key.</param>
internal sealed record LooseValue(string Text, IReadOnlyList<(LooseValue Key, LooseValue Value)> Members)
{
    /// <summary>Null where there is no such member.</summary>
    public LooseValue? this[string key] => Members.FirstOrDefault(m => m.Key.Text == key && m.Key.Members.Count == 0).Value;

    /// <summary>Of the member <paramref name="key"/>; 0 where it is absent or no whole number.</summary>
    public long Number(string key) =>
        long.TryParse(this[key]?.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
