using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Platform.Relational;

public static class DatabaseRegistration
{
    /// <summary>Registers a service's database: its migrations (<c>Migrations/sqlite/*.sql</c> embedded in its assembly) run before the host serves, its outbox relay with it.</summary>
    public static IServiceCollection AddDatabase<T>(this IServiceCollection services) where T : Database => services.AddSingleton<T>();
}
