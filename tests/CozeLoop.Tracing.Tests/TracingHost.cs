using CozeLoop.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CozeLoop.Tracing.Tests;

/// <summary>The whole service behind the platform's pipeline, over the engine of all tests.</summary>
internal static class TracingHost
{
    public static Task<ServiceHost> StartAsync(TraceStore store, params (string Name, string Value)[] settings) =>
        ServiceHost.StartAsync(
            (services, configuration) => services.AddTracing(configuration).AddSingleton(store.Store),
            TracingService.MapTracing,
            settings
        );
}
