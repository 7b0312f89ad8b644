using System.Reflection;
using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Starting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>Numbered SQL files, one statement each. The engine has no transactions for DDL, so each file must be repeatable (<c>IF NOT
/// EXISTS</c>): a crash may run it again.</summary>
public static class ClickHouseMigrations
{
    private const string CreateTable =
        "CREATE TABLE IF NOT EXISTS schema_migrations${on_cluster} (scope String, name String, checksum String, "
        + "applied_at DateTime64(3, 'UTC')) ENGINE = ${replicated}MergeTree ORDER BY (scope, name)";

    private sealed record Applied(string Name, string Checksum);

    /// <summary>Runs <c>Migrations/clickhouse/*.sql</c> of the assembly of <typeparamref name="T"/> before the host serves.</summary>
    public static IServiceCollection AddClickHouseMigrations<T>(this IServiceCollection services) =>
        services
            .AddSingleton<Runner<T>>()
            .AddSingleton(new StartCheck((provider, ct) => provider.GetRequiredService<ClickHouseStore>().CheckAsync(ct)))
            .AddSingleton(
                new StoreMigration(
                    "clickhouse",
                    ServerOptions.Name,
                    (provider, ct) => provider.GetRequiredService<Runner<T>>().MigrateAsync(ct)
                )
            )
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<Runner<T>>())
            .AddHostedService<PartsWatch>();

    /// <remarks>Hosts that share MySQL take turns. Where they do not, several may run this at once: each statement may be repeated, and so
    /// may its record.</remarks>
    internal static async Task RunAsync(IClickHouseEngine engine, Assembly assembly, TimeProvider time, CancellationToken ct)
    {
        await engine.PrepareAsync(ct);
        string scope = assembly.GetName().Name!;
        await engine.ExecuteAsync(engine.Layout.Render(CreateTable), ClickHouseParameters.None, ct);
        var applied = await AppliedAsync(engine, scope, ct);
        var all = Migration.Embedded(assembly, ".Migrations.clickhouse.");
        string? unknown = applied.Keys.Except(all.Select(m => m.Name)).Min(StringComparer.Ordinal);
        if (unknown is not null && !engine.IsShared)
            throw new StartException(Migration.Newer("The trace store", unknown));
        var texts = all.ToDictionary(m => m.Name, m => m.Sql);
        foreach (var migration in Migration.Pending([.. all.Select(m => new Migration(m.Name, TableLayout.Plain(m.Sql)))], applied))
        {
            await engine.ExecuteAsync(engine.Layout.Render(texts[migration.Name]), ClickHouseParameters.None, ct);
            var values = new Dictionary<string, object?>
            {
                ["scope"] = scope,
                ["name"] = migration.Name,
                ["checksum"] = migration.Checksum,
                ["at"] = time.GetUtcNow(),
            };
            await engine.ExecuteAsync(
                "INSERT INTO schema_migrations SELECT {scope:String}, {name:String}, "
                    + "{checksum:String}, parseDateTime64BestEffort({at:String}, 3, 'UTC')",
                ClickHouseParameters.Of(values),
                ct
            );
        }
    }

    /// <summary>Name and checksum. A crash between running and recording, and two processes at once, record twice.</summary>
    private static async Task<Dictionary<string, string>> AppliedAsync(IClickHouseEngine engine, string scope, CancellationToken ct)
    {
        const string Sql = "SELECT DISTINCT name, checksum FROM schema_migrations WHERE scope = {scope:String}";
        var parameters = ClickHouseParameters.Of(new Dictionary<string, object?> { ["scope"] = scope });
        byte[] rows = await engine.QueryAsync(Sql, "JSONEachRow", parameters, QueryLimits.Default, ct);
        return ClickHouseRows.Read<Applied>(rows).DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Checksum);
    }

    private sealed class Runner<T>(ClickHouseStore store, RelationalStores locks) : IHostedLifecycleService
    {
        // ClickHouse itself has no lock to offer.
        public Task MigrateAsync(CancellationToken ct) =>
            locks.AloneAsync("clickhouse", () => store.MigrateAsync(typeof(T).Assembly, ct), ct);

        public Task StartingAsync(CancellationToken cancellationToken) => MigrateAsync(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
