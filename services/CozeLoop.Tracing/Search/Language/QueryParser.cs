namespace CozeLoop.Tracing.Search.Language;

/// <summary>What is wrong with a query, for a person; <see cref="Position"/> counts characters from 0.</summary>
/// <param name="IsTooMuch">It is a query, but one that asks for more than a query may.</param>
internal sealed record QueryError(int Position, string Message, bool IsTooMuch = false);

/// <summary>Reads the query bar's language: <c>field:value</c>, comparisons, quoted text, bare words, AND, OR, NOT and parentheses; side by
/// side means AND.</summary>
internal sealed class QueryParser
{
    public const int MaxLength = 10_000;
    public const int MaxDepth = 50;
    public const int MaxTerms = 200;

    private static readonly string TooLong = $"The query is longer than {MaxLength} characters.";

    private readonly QueryScanner scanner;
    private int terms;

    private QueryParser(string text) => scanner = new QueryScanner(text);

    /// <summary>The filter; null for an empty text, which lets everything through. Exactly one of filter and error may be set.</summary>
    public static (Filter? Filter, QueryError? Error) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return (null, null);
        if (text.Length > MaxLength)
            return (null, new QueryError(MaxLength, TooLong, IsTooMuch: true));
        var parser = new QueryParser(text);
        try
        {
            var filter = parser.ParseAny(0);
            if (!parser.scanner.AtEnd)
                throw new Wrong(parser.scanner.Position, "This parenthesis was never opened.");
            return QueryCost.TooMuch(filter) is { } tooMuch ? (null, new QueryError(0, tooMuch, IsTooMuch: true)) : (filter, null);
        }
        catch (Wrong wrong)
        {
            return (null, new QueryError(wrong.Position, wrong.Message, wrong.IsTooMuch));
        }
    }

    private Filter ParseAny(int depth)
    {
        if (depth > MaxDepth)
            throw TooMuch(scanner.Position, $"The query is more than {MaxDepth} levels deep.");
        var parts = new List<Filter> { ParseAll(depth) };
        while (scanner.TryTakeKeyword("OR"))
            parts.Add(ParseAll(depth));
        return parts.Count == 1 ? parts[0] : new Any(parts);
    }

    private Filter ParseAll(int depth)
    {
        var parts = new List<Filter> { ParseNot(depth) };
        while (true)
        {
            scanner.SkipSpace();
            int before = scanner.Position;
            if (scanner.TryTakeKeyword("AND"))
                parts.Add(ParseNot(depth));
            else if (scanner.AtEnd || scanner.Current == ')' || scanner.TryTakeKeyword("OR"))
            {
                scanner.Return(before);
                break;
            }
            else
                parts.Add(ParseNot(depth));
        }
        return parts.Count == 1 ? parts[0] : new All(parts);
    }

    private Filter ParseNot(int depth)
    {
        scanner.SkipSpace();
        if (depth > MaxDepth)
            throw TooMuch(scanner.Position, $"The query is more than {MaxDepth} levels deep.");
        if (scanner.TryTakeKeyword("NOT"))
            return new Not(ParseNot(depth + 1));
        int open = scanner.Position;
        if (!scanner.TryTake('('))
            return ParseTerm();
        var inner = ParseAny(depth + 1);
        scanner.SkipSpace();
        return scanner.TryTake(')') ? inner : throw new Wrong(open, "This parenthesis is never closed.");
    }

    private Filter ParseTerm()
    {
        int start = scanner.Position;
        if (++terms > MaxTerms)
            throw TooMuch(start, $"The query has more than {MaxTerms} terms.");
        if (scanner.AtEnd)
            throw new Wrong(start, "Something is missing here: a word, a quoted text or field:value.");
        if (scanner.Current == '"')
            return ParseQuotedText();
        if (scanner.TryTakeKeyword("AND") || scanner.TryTakeKeyword("OR"))
            throw new Wrong(start, "AND and OR stand between two terms; put the word in quotes to search for it.");
        string name = scanner.TakeName();
        int afterName = scanner.Position;
        scanner.SkipSpace();
        if (scanner.TryTakeOperator() is { } symbol)
            return ParseComparison(start, name, symbol);
        scanner.Return(afterName);
        return name.Length > 0 ? new Text(name) : throw new Wrong(start, $"'{scanner.Current}' is not expected here.");
    }

    private Text ParseQuotedText()
    {
        int start = scanner.Position;
        string text = TakeQuoted();
        return text.Length > 0 ? new Text(text) : throw new Wrong(start, "The quoted text is empty.");
    }

    private Filter ParseComparison(int start, string name, string symbol)
    {
        if (QueryField.Find(name) is not { } found)
            throw new Wrong(start, $"There is no field '{name}'. To search for this text, put it in quotes.");
        scanner.SkipSpace();
        int at = scanner.Position;
        bool quoted = !scanner.AtEnd && scanner.Current == '"';
        string value = quoted ? TakeQuoted() : scanner.TakeValue();
        if (!quoted && value.Length == 0)
            throw new Wrong(at, $"'{name}' needs a value here.");
        var comparison = symbol switch
        {
            "<" => Comparison.Less,
            "<=" => Comparison.LessOrEqual,
            ">" => Comparison.Greater,
            ">=" => Comparison.GreaterOrEqual,
            _ => Comparison.Equal,
        };
        var term = new FieldTerm(
            found.Field,
            found.Key,
            comparison,
            value,
            !quoted && value.Contains('*') && TermValue.AllowsPattern(found.Field.Kind)
        );
        if (TermValue.Check(term) is { } problem)
            throw new Wrong(at, problem);
        return symbol == "!=" ? new Not(term) : term;
    }

    private string TakeQuoted()
    {
        int start = scanner.Position;
        return scanner.TakeQuoted() ?? throw new Wrong(start, "This quote is never closed.");
    }

    private static Wrong TooMuch(int position, string message) => new(position, message) { IsTooMuch = true };

    /// <summary>Leaves the recursion at the first error; never leaves <see cref="Parse"/>.</summary>
    private sealed class Wrong(int position, string message) : Exception(message)
    {
        public int Position { get; } = position;
        public bool IsTooMuch { get; init; }
    }
}
