using Mediator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: MediatorOptions(Namespace = "CozeLoop.Platform.Events", ServiceLifetime = ServiceLifetime.Singleton)]

namespace CozeLoop.Platform.Events;

public static class DomainEvents
{
    /// <summary>The mediator between a change and what follows from it. Every service of a process asks for it, there is one.</summary>
    internal static IServiceCollection AddDomainEvents(this IServiceCollection services)
    {
        if (!services.Any(s => s.ServiceType == typeof(IPublisher)))
            services.AddMediator();
        return services;
    }

    /// <summary>Has <typeparamref name="T"/> told of each change once it is on disk.</summary>
    public static IServiceCollection AfterCommit<T>(this IServiceCollection services)
        where T : class, INotificationHandler<Committed>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INotificationHandler<Committed>, T>());
        return services;
    }
}
