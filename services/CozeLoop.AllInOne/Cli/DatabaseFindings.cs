using CozeLoop.Platform.Relational.MySql;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The database server in the doctor's report; nothing where the databases are files.</summary>
internal static class DatabaseFindings
{
    private const string Variable = "ConnectionStrings__MySql",
        MasterKey = "COZELOOP_MASTER_KEY";

    public static async Task<IReadOnlyList<Finding>> CheckAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } address
            ? [Key(terminal), .. (await MySqlDoctor.CheckAsync(address, ct)).Select(Line)]
            : [];

    /// <summary>Why nothing can be done there; nothing where something can.</summary>
    public static async Task<IReadOnlyList<Finding>> UnusableAsync(Terminal terminal, CancellationToken ct) =>
        terminal.Variable(Variable) is { Length: > 0 } address
            ?
            [
                .. (await MySqlDoctor.CheckAsync(address, ct))
                    .Where(f => f.Fault is MySqlFault.Unreachable or MySqlFault.TooOld)
                    .Select(Line),
            ]
            : [];

    private static Finding Line(MySqlFinding found) =>
        new(
            found.Subject,
            found.Fault == MySqlFault.None,
            found.Fault == MySqlFault.None ? found.Detail : Texts.Of($"doctor.mysql.{found.Fault}", found.Detail)
        );

    /// <summary>Every host that shares the databases needs the same key.</summary>
    private static Finding Key(Terminal terminal)
    {
        string folder = Path.GetFullPath(terminal.Variable("COZELOOP_DATA") ?? "data");
        bool given = terminal.Variable(MasterKey) is { Length: > 0 } || File.Exists(Path.Combine(folder, "master.key"));
        return new Finding("master key", given, given ? "" : Texts.Of("doctor.mysql.no-master-key", MasterKey));
    }
}
