using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Starting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.Relational;

public static class DatabaseRegistration
{
    /// <summary>Registers a service's database: its migrations (embedded in its assembly) run before the host serves, its outbox relay with
    /// it.</summary>
    public static IServiceCollection AddDatabase<T>(this IServiceCollection services)
        where T : Database =>
        services
            .AddSingleton<T>()
            .AddSingleton(new StartCheck((provider, ct) => Task.Run(provider.GetRequiredService<T>().Check, ct)))
            .AddSingleton(
                new StoreMigration(
                    $"mysql {NameOf<T>()}",
                    RelationalStores.Setting,
                    (provider, ct) => provider.GetRequiredService<T>().MigrateAsync(ct)
                )
            )
            .AddSingleton<IHostedService>(provider => new Lifetime(provider.GetRequiredService<T>(), provider.GetService<MasterKey>()));

    private static string NameOf<T>() => typeof(T).Name.Replace(nameof(Database), "", StringComparison.Ordinal).ToLowerInvariant();

    private sealed class Lifetime(Database database, MasterKey? master) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            await database.MigrateAsync(cancellationToken);
            if (master is not null)
                await MasterKeyMark.CheckAsync(database, master, cancellationToken);
        }

        // After every consumer has registered its group: a group sees only what is published later.
        public Task StartedAsync(CancellationToken cancellationToken)
        {
            database.StartOutbox();
            return Task.CompletedTask;
        }

        public Task StoppedAsync(CancellationToken cancellationToken) => database.StopOutboxAsync();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
