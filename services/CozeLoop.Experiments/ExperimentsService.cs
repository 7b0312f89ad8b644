using CozeLoop.Platform.Hosting;

namespace CozeLoop.Experiments;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class ExperimentsService
{
    public static IServiceCollection AddExperiments(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapExperiments(this IEndpointRouteBuilder routes) => routes;
}
