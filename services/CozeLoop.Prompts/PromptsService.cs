using CozeLoop.Platform.Hosting;

namespace CozeLoop.Prompts;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class PromptsService
{
    public static IServiceCollection AddPrompts(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapPrompts(this IEndpointRouteBuilder routes) => routes;
}
