using System.Text;

namespace CozeLoop.Tracing.Search.Language;

/// <summary>Writes a filter in the query bar's language; parsing it again gives the same tree.</summary>
internal static class QueryPrinter
{
    public static string Print(Filter? filter)
    {
        var text = new StringBuilder();
        if (filter is not null)
            Write(filter, text, nested: false);
        return text.ToString();
    }

    private static void Write(Filter filter, StringBuilder text, bool nested)
    {
        switch (filter)
        {
            case All all:
                WriteParts(all.Parts, " AND ", text, nested);
                break;
            case Any any:
                WriteParts(any.Parts, " OR ", text, nested);
                break;
            case Not not:
                text.Append("NOT ");
                Write(not.Part, text, nested: true);
                break;
            case Text words:
                WriteQuoted(words.Value, text);
                break;
            case FieldTerm term:
                WriteTerm(term, text);
                break;
            default:
                throw new InvalidOperationException($"No form for {filter.GetType().Name}.");
        }
    }

    private static void WriteParts(IReadOnlyList<Filter> parts, string between, StringBuilder text, bool nested)
    {
        if (nested)
            text.Append('(');
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                text.Append(between);
            Write(parts[i], text, nested: true);
        }
        if (nested)
            text.Append(')');
    }

    private static void WriteTerm(FieldTerm term, StringBuilder text)
    {
        text.Append(term.Field.Name);
        if (term.Key.Length > 0)
            text.Append('.').Append(term.Key);
        text.Append(
            term.Comparison switch
            {
                Comparison.Less => " < ",
                Comparison.LessOrEqual => " <= ",
                Comparison.Greater => " > ",
                Comparison.GreaterOrEqual => " >= ",
                _ => ":",
            }
        );
        if (term.IsPattern || IsBare(term.Value))
            text.Append(term.Value);
        else
            WriteQuoted(term.Value, text);
    }

    // A value starting with '=' would join the colon's or '<'s neighbour when read again.
    private static bool IsBare(string value) =>
        value.Length > 0 && value[0] != '=' && !value.Contains('*') && !value.Any(c => char.IsWhiteSpace(c) || c is '(' or ')' or '"');

    private static void WriteQuoted(string value, StringBuilder text) =>
        text.Append('"')
            .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
            .Append('"');
}
