using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The data folder of this machine in the doctor's report: rights, key, files.</summary>
internal static class DataFolderFindings
{
    private const string Embedded = "ConnectionStrings__MySql";

    public static IReadOnlyList<Finding> Check(Terminal terminal)
    {
        string root = Path.GetFullPath(terminal.Variable(DataFolder.Setting) is { Length: > 0 } folder ? folder : "data");
        var found = DataFolderDoctor.Check(root).Select(f => new Finding(f.Subject, f.Fault is null, f.Fault ?? ""));
        return [.. found, .. Key(terminal, root)];
    }

    /// <summary>
    /// Beside data there must be the key it was made with. With shared databases the report has a line of its own for it.
    /// </summary>
    private static IEnumerable<Finding> Key(Terminal terminal, string root)
    {
        if (terminal.Variable(Embedded) is { Length: > 0 })
            yield break;
        if (!Directory.Exists(root) || !Directory.EnumerateFiles(root, "*.db").Any())
            yield break;
        string? fault = MasterKey.Fault(terminal.Variable(MasterKey.Setting), Path.Combine(root, "master.key"));
        yield return new Finding("master key", fault is null, fault ?? "");
    }
}
