using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.Relational;

public static class DatabaseRegistration
{
    /// <summary>Registers a service's database: its migrations (embedded in its assembly) run before the host serves, its outbox relay with it.</summary>
    public static IServiceCollection AddDatabase<T>(this IServiceCollection services) where T : Database => services
        .AddSingleton<T>()
        .AddSingleton(new StoreMigration($"mysql {NameOf<T>()}", RelationalStores.Setting, (provider, ct) => provider.GetRequiredService<T>().MigrateAsync(ct)))
        .AddSingleton<IHostedService>(provider => new Lifetime(provider.GetRequiredService<T>()));

    private static string NameOf<T>() => typeof(T).Name.Replace(nameof(Database), "", StringComparison.Ordinal).ToLowerInvariant();

    private sealed class Lifetime(Database database) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

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
