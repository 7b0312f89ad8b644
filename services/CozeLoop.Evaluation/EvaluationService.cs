using CozeLoop.Platform.Hosting;

namespace CozeLoop.Evaluation;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class EvaluationService
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapEvaluation(this IEndpointRouteBuilder routes) => routes;
}
