namespace CozeLoop.Platform.ClickHouse;

/// <summary>Settings of every query, the same for the engine in this process and for a server, whose own profile may say
/// otherwise.</summary>
internal static class ClickHouseSettings
{
    private static readonly (string Name, string Value)[] Common =
    [
        ("output_format_json_quote_64bit_integers", "0"),
        ("output_format_json_quote_decimals", "0"),
        ("date_time_output_format", "iso"),
        ("async_insert", "0"),
    ];

    // A column the table does not have would else be dropped in silence.
    public static IReadOnlyList<(string Name, string Value)> Writer { get; } = [.. Common, ("input_format_skip_unknown_fields", "0")];

    /// <summary>Beside them every read brings <see cref="QueryLimits"/>.</summary>
    public static IReadOnlyList<(string Name, string Value)> Reader { get; } = [.. Common, ("timeout_overflow_mode", "throw")];

    public static string[] Statements(IEnumerable<(string Name, string Value)> settings) =>
        [.. settings.Select(s => $"SET {s.Name} = '{s.Value}'")];
}
