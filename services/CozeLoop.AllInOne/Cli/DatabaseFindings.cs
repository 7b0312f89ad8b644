using CozeLoop.Platform.Relational.MySql;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The database server in the doctor's report; nothing where the databases are files.</summary>
internal static class DatabaseFindings
{
    private const string Variable = "ConnectionStrings__MySql", MasterKey = "COZELOOP_MASTER_KEY";

    public static async Task<IReadOnlyList<Finding>> CheckAsync(Terminal terminal, CancellationToken ct)
    {
        if (terminal.Variable(Variable) is not { Length: > 0 } address) return [];
        return [Key(terminal), .. (await MySqlDoctor.CheckAsync(address, ct)).Select(f => new Finding(f.Subject, f.Fault == MySqlFault.None, f.Fault == MySqlFault.None ? f.Detail : Texts.Of($"doctor.mysql.{f.Fault}", f.Detail)))];
    }

    /// <summary>Every host that shares the databases needs the same key.</summary>
    private static Finding Key(Terminal terminal)
    {
        string folder = Path.GetFullPath(terminal.Variable("COZELOOP_DATA") ?? "data");
        bool given = terminal.Variable(MasterKey) is { Length: > 0 } || File.Exists(Path.Combine(folder, "master.key"));
        return new Finding("master key", given, given ? "" : Texts.Of("doctor.mysql.no-master-key", MasterKey));
    }
}
