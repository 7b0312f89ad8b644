using CozeLoop.AllInOne.Hosting;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;

namespace CozeLoop.AllInOne.Cli;

/// <summary>The schemas of the stores that services share, brought to this version before any of them starts.</summary>
internal static class MigrationFindings
{
    /// <summary>Nothing where all stores are embedded: the one process that has them does it at its start.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(Terminal terminal, CancellationToken ct)
    {
        if (ClickHouseFindings.IsEmbedded(terminal) && !IsSet(terminal, RelationalStores.Setting))
            return [];
        // Migrations themselves would wait for a server that is away, as a service does at its start; here that is for whoever asked.
        Finding[] unusable =
        [
            .. await DatabaseFindings.UnusableAsync(terminal, ct),
            .. await ClickHouseFindings.UnusableAsync(terminal, ct),
        ];
        if (unusable.Length > 0)
            return unusable;
        await using var services = AllInOneHost.BuildForStores();
        var findings = new List<Finding>();
        foreach (var migration in services.GetServices<StoreMigration>().Where(m => IsSet(terminal, m.Setting)))
            findings.Add(await RunAsync(migration, services, ct));
        return findings;
    }

    private static bool IsSet(Terminal terminal, string setting) => terminal.Variable("ConnectionStrings__" + setting) is { Length: > 0 };

    private static async Task<Finding> RunAsync(StoreMigration migration, IServiceProvider services, CancellationToken ct)
    {
        try
        {
            await migration.RunAsync(services, ct);
            return new Finding(migration.Store, true, "");
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Whatever it is, the report says it, and the exit code with it.
            return new Finding(migration.Store, false, e.Message);
        }
    }
}
