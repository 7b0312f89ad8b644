using CozeLoop.Platform.Hosting;

namespace CozeLoop.Workspaces;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class WorkspacesService
{
    public static IServiceCollection AddWorkspaces(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapWorkspaces(this IEndpointRouteBuilder routes) => routes;
}
