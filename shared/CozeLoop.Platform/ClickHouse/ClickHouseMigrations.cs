using System.Reflection;
using CozeLoop.Platform.Relational;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>Numbered SQL files, one statement each. The engine has no transactions for DDL, so each file must be repeatable (<c>IF NOT EXISTS</c>): a crash may run it again.</summary>
public static class ClickHouseMigrations
{
    private sealed record Applied(string Name, string Checksum);

    /// <summary>Runs <c>Migrations/clickhouse/*.sql</c> of the assembly of <typeparamref name="T"/> before the host serves.</summary>
    public static IServiceCollection AddClickHouseMigrations<T>(this IServiceCollection services) => services.AddSingleton<IHostedService>(provider => new Runner(provider.GetRequiredService<ClickHouseStore>(), typeof(T).Assembly));

    internal static async Task RunAsync(ClickHouseStore store, Assembly assembly, TimeProvider time, CancellationToken ct)
    {
        string scope = assembly.GetName().Name!;
        await store.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_migrations (scope String, name String, checksum String, applied_at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY (scope, name)", ct: ct);
        var rows = await store.QueryAsync<Applied>("SELECT name, checksum FROM schema_migrations WHERE scope = {scope:String}", new Dictionary<string, object?> { ["scope"] = scope }, ct);
        // A crash between running and recording records twice.
        var applied = rows.GroupBy(m => m.Name).ToDictionary(g => g.Key, g => g.First().Checksum);
        foreach (var migration in Migration.Pending(Migration.Embedded(assembly, ".Migrations.clickhouse."), applied))
        {
            await store.ExecuteAsync(migration.Sql, ct: ct);
            var values = new Dictionary<string, object?> { ["scope"] = scope, ["name"] = migration.Name, ["checksum"] = migration.Checksum, ["at"] = time.GetUtcNow() };
            await store.ExecuteAsync("INSERT INTO schema_migrations SELECT {scope:String}, {name:String}, {checksum:String}, parseDateTime64BestEffort({at:String}, 3, 'UTC')", values, ct);
        }
    }

    private sealed class Runner(ClickHouseStore store, Assembly assembly) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => store.MigrateAsync(assembly, cancellationToken);
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
