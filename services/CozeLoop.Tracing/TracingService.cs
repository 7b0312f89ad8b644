using CozeLoop.Platform.Hosting;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Ingest;

namespace CozeLoop.Tracing;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class TracingService
{
    public static IServiceCollection AddTracing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddIngest(configuration);
        services.AddImports();
        return services;
    }

    public static IEndpointRouteBuilder MapTracing(this IEndpointRouteBuilder routes)
    {
        routes.MapIngest();
        routes.MapImports();
        return routes;
    }
}
