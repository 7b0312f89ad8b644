using CozeLoop.Platform.Hosting;

namespace CozeLoop.Tracing;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class TracingService
{
    public static IServiceCollection AddTracing(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapTracing(this IEndpointRouteBuilder routes) => routes;
}
