using System.Text.RegularExpressions;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>
/// Parameters travel in the address, which a server bounds (1 MiB in all, 128 KiB a value) and a proxy sooner (8 KiB). The longest texts
/// and lists stand in the statement instead where they are too long together, as
/// one literal each, in the same escapes. Nothing but <c>{name:Type}</c> is replaced, so a statement must not have that inside quotes.
/// </summary>
internal static partial class LongValues
{
    private const int Room = 4096; // characters of all values as they stand in an address
    private const int Small = 64; // characters; numbers and times are shorter

    /// <summary>The statement with long values in it, and the parameters that stay.</summary>
    public static (string Sql, IReadOnlyList<(string Name, string Text)> Short) Move(string sql, ClickHouseParameters parameters)
    {
        int total = parameters.Texts.Sum(p => InAddress(p.Text));
        var moved = new Dictionary<string, string>();
        foreach (var (name, text) in parameters.Texts.OrderByDescending(p => p.Text.Length).TakeWhile(p => p.Text.Length > Small))
        {
            if (total <= Room)
                break;
            total -= InAddress(text);
            moved.Add(name, text);
        }
        if (moved.Count == 0)
            return (sql, parameters.Texts);
        string statement = Placeholder()
            .Replace(
                sql,
                found =>
                    moved.TryGetValue(found.Groups["name"].Value, out string? value)
                        ? Literal(value, found.Groups["type"].Value.Trim())
                        : found.Value
            );
        return (statement, [.. parameters.Texts.Where(p => !moved.ContainsKey(p.Name))]);
    }

    private static int InAddress(string text) =>
        text.Sum(c =>
            char.IsAsciiLetterOrDigit(c) ? 1
            : char.IsAscii(c) ? 3
            : 9
        );

    // The escapes of a parameter are those of a literal. A list is read by the engine as it reads one in a parameter, so its text is
    // escaped once more.
    private static string Literal(string value, string type) =>
        type == "String"
            ? $"'{value}'"
            : $"CAST('{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}', '{type}')";

    [GeneratedRegex(@"\{\s*(?<name>\w+)\s*:(?<type>[\w\s(),]+)\}")]
    private static partial Regex Placeholder();
}
