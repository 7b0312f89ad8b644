using System.Text;

namespace CozeLoop.Tracing.Search.Language;

/// <summary>Characters of the query bar: words, quoted texts and operators, with their positions.</summary>
internal sealed class QueryScanner(string text)
{
    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public char Current => text[Position];

    /// <summary>Goes back to an earlier <see cref="Position"/>.</summary>
    public void Return(int position) => Position = position;

    public void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(Current))
            Position++;
    }

    public bool TryTake(char expected)
    {
        if (AtEnd || Current != expected)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes the word if it stands here alone, in capitals: <c>AND:x</c> is not a conjunction.</summary>
    public bool TryTakeKeyword(string word)
    {
        int end = Position + word.Length;
        if (string.CompareOrdinal(text, Position, word, 0, word.Length) != 0)
            return false;
        if (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')' or '"'))
            return false;
        Position = end;
        return true;
    }

    /// <summary>Up to a space, parenthesis, quote or operator; empty if one stands here.</summary>
    public string TakeName()
    {
        int start = Position;
        while (!AtEnd && !IsBreak(Current) && OperatorLength() == 0)
            Position++;
        return text[start..Position];
    }

    /// <summary>Up to a space, parenthesis or quote: a value may hold operators.</summary>
    public string TakeValue()
    {
        int start = Position;
        while (!AtEnd && !IsBreak(Current))
            Position++;
        return text[start..Position];
    }

    /// <summary>The operator here, null if none: <c>: = != &lt; &lt;= &gt; &gt;=</c>.</summary>
    public string? TryTakeOperator()
    {
        int length = OperatorLength();
        if (length == 0)
            return null;
        Position += length;
        return text[(Position - length)..Position];
    }

    /// <summary>The text between quotes, with <c>\"</c> and <c>\\</c> resolved; null where it does not end.</summary>
    public string? TakeQuoted()
    {
        var value = new StringBuilder();
        Position++;
        for (; !AtEnd; Position++)
        {
            if (TryTake('"'))
                return value.ToString();
            if (Current == '\\' && Position + 1 < text.Length && text[Position + 1] is '"' or '\\')
                Position++;
            value.Append(Current);
        }
        return null;
    }

    private static bool IsBreak(char c) => char.IsWhiteSpace(c) || c is '(' or ')' or '"';

    private int OperatorLength()
    {
        if (AtEnd)
            return 0;
        bool equals = Position + 1 < text.Length && text[Position + 1] == '=';
        return Current switch
        {
            '<' or '>' => equals ? 2 : 1,
            '!' => equals ? 2 : 0,
            ':' or '=' => 1,
            _ => 0,
        };
    }
}
