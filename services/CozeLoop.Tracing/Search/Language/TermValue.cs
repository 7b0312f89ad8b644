using System.Globalization;

namespace CozeLoop.Tracing.Search.Language;

/// <summary>Values of terms: numbers, durations with units, and which comparison suits which field.</summary>
internal static class TermValue
{
    private static readonly (string Unit, double Nanoseconds)[] Units =
    [
        ("ns", 1),
        ("us", 1e3),
        ("µs", 1e3),
        ("ms", 1e6),
        ("s", 1e9),
        ("m", 60e9),
        ("h", 3600e9),
    ];

    public static bool AllowsPattern(FieldKind kind) =>
        kind is FieldKind.Word or FieldKind.WordList or FieldKind.Prompt or FieldKind.Attribute;

    /// <summary>What is wrong with the term, for a person; null if nothing is.</summary>
    public static string? Check(FieldTerm term)
    {
        bool ordered = term.Comparison != Comparison.Equal;
        return term.Field.Kind switch
        {
            FieldKind.Number when Number(term.Value) is null => $"'{term.Value}' is no number.",
            FieldKind.Duration when Nanoseconds(term.Value) is null => $"'{term.Value}' is no duration; write 250ms, 2s, 5m or 1h.",
            FieldKind.Attribute or FieldKind.Score when ordered && Number(term.Value) is null =>
                $"'{term.Value}' is no number, so it has no order.",
            FieldKind.Word or FieldKind.WordList or FieldKind.Prompt when ordered =>
                $"'{term.Field.Name}' is text: it can be compared with : = != only.",
            _ => null,
        };
    }

    public static double? Number(string text) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out double value
        ) && double.IsFinite(value)
            ? value
            : null;

    /// <summary>Nanoseconds; a number without a unit is milliseconds. Null where the text is not a duration.</summary>
    public static double? Nanoseconds(string text)
    {
        string digits = text.TrimEnd([.. "nuµmsh"]);
        if (Number(digits) is not { } number)
            return null;
        string unit = text[digits.Length..];
        if (unit.Length == 0)
            return number * 1e6;
        foreach (var (name, nanoseconds) in Units)
        {
            if (unit == name)
                return number * nanoseconds;
        }
        return null;
    }
}
