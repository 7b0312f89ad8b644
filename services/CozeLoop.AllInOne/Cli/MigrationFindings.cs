using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The schemas of the stores that services share, brought to this version before any of them starts.</summary>
internal static class MigrationFindings
{
    /// <summary>Nothing where the databases are files: the one process that has them does it at its start.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Terminal terminal, CancellationToken ct)
    {
        if (terminal.Variable("ConnectionStrings__" + RelationalStores.Setting) is not { Length: > 0 }) return [];
        await using var host = AllInOneHost.BuildForStores();
        var findings = new List<Finding>();
        foreach (var migration in host.Services.GetServices<IStoreMigration>()) findings.Add(await RunAsync(migration, ct));
        return findings;
    }

    private static async Task<Finding> RunAsync(IStoreMigration migration, CancellationToken ct)
    {
        try
        {
            await migration.MigrateAsync(ct);
            return new Finding(migration.Store, true, "");
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Whatever it is, the report says it, and the exit code with it.
            return new Finding(migration.Store, false, e.Message);
        }
    }
}
