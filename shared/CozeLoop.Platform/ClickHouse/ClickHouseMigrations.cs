using System.Reflection;
using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Migrations;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Starting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>Numbered SQL files, one statement each. The engine has no transactions for DDL, so each file must be repeatable (<c>IF NOT
/// EXISTS</c>): a crash may run it again.</summary>
public static class ClickHouseMigrations
{
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
        await MigrationRunner.RunAsync(
            new ClickHouseTarget(engine, assembly.GetName().Name!, time),
            // The same checksum, however many replicas the tables are made on.
            [.. Migration.Embedded(assembly, ".Migrations.clickhouse.").Select(m => m.WithChecksumOf(TableLayout.Plain(m.Sql)))],
            ct
        );
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
