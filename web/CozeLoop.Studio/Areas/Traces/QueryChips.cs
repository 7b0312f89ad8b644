using System.Text;
using System.Text.RegularExpressions;

namespace CozeLoop.Studio.Areas.Traces;

/// <summary>
/// The query bar's text as the terms that are joined by AND at its top, so that each can be shown, removed and ticked by itself.
/// What it cannot take apart stays one term; the search service alone judges the language.
/// </summary>
internal static partial class QueryChips
{
    private static readonly string[] Operators = ["<", ">", "<=", ">=", "=", "!=", ":"];

    public static IReadOnlyList<string> Split(string? query)
    {
        var words = Words(query ?? "");
        if (words.Contains("OR"))
            return [query!.Trim()];
        var chips = new List<string>();
        bool join = false;
        foreach (string word in words)
        {
            if (word == "AND")
                continue;
            bool isOperator = Operators.Contains(word);
            if (chips.Count > 0 && (join || isOperator))
                chips[^1] += " " + word;
            else
                chips.Add(word);
            join = isOperator || word == "NOT";
        }
        return chips;
    }

    public static string Join(IEnumerable<string> chips) => string.Join(" AND ", chips.Where(c => c.Length > 0));

    public static string Without(string? query, string chip) => Join(Split(query).Where(c => c != chip));

    public static bool Has(string? query, string field, string value) =>
        Split(query).Any(c => Terms(c, field)?.Contains(Term(field, value)) == true);

    /// <summary>Ticks or unticks a value: values of one field are joined by OR, fields by AND.</summary>
    public static string Toggle(string? query, string field, string value)
    {
        var chips = Split(query).ToList();
        string term = Term(field, value);
        int at = chips.FindIndex(c => Terms(c, field) is not null);
        var terms = at < 0 ? [] : Terms(chips[at], field)!.ToList();
        if (!terms.Remove(term))
            terms.Add(term);
        string chip = terms.Count switch
        {
            0 => "",
            1 => terms[0],
            _ => $"({string.Join(" OR ", terms)})",
        };
        if (at < 0)
            chips.Add(chip);
        else
            chips[at] = chip;
        return Join(chips);
    }

    public static string Term(string field, string value) =>
        PlainValue().IsMatch(value) ? $"{field}:{value}" : $"{field}:\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    /// <summary>The terms of a chip that asks for values of this field only; null for any other chip.</summary>
    private static List<string>? Terms(string chip, string field)
    {
        var words = Words(chip is ['(', .., ')'] ? chip[1..^1] : chip).Where(w => w != "OR").ToList();
        return words.Count > 0 && words.All(w => w.StartsWith(field + ":", StringComparison.Ordinal) && w.Length > field.Length + 1)
            ? words
            : null;
    }

    /// <summary>Splits at white space outside quotes and parentheses.</summary>
    private static List<string> Words(string text)
    {
        var (words, word, quoted, depth) = (new List<string>(), new StringBuilder(), false, 0);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '\\' && i + 1 < text.Length)
            {
                word.Append(c).Append(text[++i]);
                continue;
            }
            if (c == '"')
                quoted = !quoted;
            else if (!quoted)
                depth += c switch
                {
                    '(' => 1,
                    ')' => -1,
                    _ => 0,
                };
            if (!char.IsWhiteSpace(c) || quoted || depth > 0)
            {
                word.Append(c);
                continue;
            }
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }

    [GeneratedRegex(@"^[\w.@/\-]+$")]
    private static partial Regex PlainValue();
}
