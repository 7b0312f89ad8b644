using CozeLoop.Platform.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Messaging;

public static class ConsumerRegistration
{
    /// <summary>Runs <typeparamref name="T"/> (a singleton) on the messages of a topic for a group; restarted with backoff, visible in
    /// <c>/health/ready</c>.</summary>
    public static IServiceCollection AddConsumer<T>(
        this IServiceCollection services,
        string topic,
        string group,
        ConsumerOptions? options = null
    )
        where T : class, IMessageHandler
    {
        services.TryAddSingleton<T>();
        services.AddSingleton(new ConsumerGroup(topic, group));
        return services.AddSingleton<IHostedService>(provider => new Consumer(
            topic,
            group,
            options ?? new ConsumerOptions(),
            provider.GetRequiredService<T>(),
            provider.GetRequiredService<IMessageBroker>(),
            provider.GetRequiredService<WorkerStates>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<T>>()
        ));
    }
}

/// <summary>A group that reads a topic, as a service registered it: what a broker must have ready.</summary>
public sealed record ConsumerGroup(string Topic, string Group);
