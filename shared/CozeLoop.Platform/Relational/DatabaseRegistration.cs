using CozeLoop.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CozeLoop.Platform.Relational;

public static class DatabaseRegistration
{
    /// <summary>Registers a service's database: its migrations (embedded in its assembly) run before the host serves, its outbox relay with it.</summary>
    public static IServiceCollection AddDatabase<T>(this IServiceCollection services) where T : Database => services
        .AddSingleton<T>()
        .AddSingleton<Lifetime<T>>()
        .AddSingleton<IStoreMigration>(provider => provider.GetRequiredService<Lifetime<T>>())
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<Lifetime<T>>());

    private sealed class Lifetime<T>(T database) : IHostedLifecycleService, IStoreMigration where T : Database
    {
        public string Store => $"mysql {database.Name}";

        public Task MigrateAsync(CancellationToken ct) => database.MigrateAsync(ct);

        public Task StartingAsync(CancellationToken cancellationToken) => MigrateAsync(cancellationToken);

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
