using CozeLoop.Platform.ClickHouse.Server;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The ClickHouse server in the doctor's report.</summary>
internal static class ClickHouseFindings
{
    private const string Variable = "ConnectionStrings__ClickHouse";

    /// <summary>Whether the embedded engine is needed at all.</summary>
    public static bool IsEmbedded(Terminal terminal) => string.IsNullOrEmpty(terminal.Variable(Variable));

    /// <summary>Nothing where the engine is embedded.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } server ? [.. (await ClickHouseDoctor.CheckAsync(server, ct)).Select(Line)] : [];

    /// <summary>Why nothing can be done there; nothing where something can.</summary>
    public static async Task<IReadOnlyList<Finding>> UnusableAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } server
            ?
            [
                .. (await ClickHouseDoctor.CheckAsync(server, ct))
                    .Where(f => f.Fault is ClickHouseFault.Unusable or ClickHouseFault.TooOld)
                    .Select(Line),
            ]
            : [];

    private static Finding Line(ClickHouseFinding found) =>
        new(
            $"clickhouse {found.Subject}",
            found.Fault == ClickHouseFault.None,
            found.Fault == ClickHouseFault.None ? found.Detail : Texts.Of($"doctor.clickhouse.{found.Fault}", found.Detail)
        );
}
