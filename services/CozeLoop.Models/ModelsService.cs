using CozeLoop.Platform.Hosting;

namespace CozeLoop.Models;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class ModelsService
{
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes) => routes;
}
