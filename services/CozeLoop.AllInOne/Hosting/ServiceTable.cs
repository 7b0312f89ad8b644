using CozeLoop.Contracts.Services;
using CozeLoop.Evaluation;
using CozeLoop.Experiments;
using CozeLoop.Models;
using CozeLoop.Prompts;
using CozeLoop.Studio;
using CozeLoop.Tracing;
using CozeLoop.Workspaces;

namespace CozeLoop.AllInOne.Hosting;

/// <summary>Everything one process can carry. <c>Services=tracing,studio</c> filters it.</summary>
internal sealed record ServiceEntry(
    string Name,
    Func<IServiceCollection, IConfiguration, IServiceCollection> Add,
    Func<IEndpointRouteBuilder, IEndpointRouteBuilder> Map
)
{
    public static readonly IReadOnlyList<ServiceEntry> All =
    [
        new(ServiceNames.Workspaces, WorkspacesService.AddWorkspaces, WorkspacesService.MapWorkspaces),
        new(ServiceNames.Models, ModelsService.AddModels, ModelsService.MapModels),
        new(ServiceNames.Tracing, TracingService.AddTracing, TracingService.MapTracing),
        new(ServiceNames.Prompts, PromptsService.AddPrompts, PromptsService.MapPrompts),
        new(ServiceNames.Experiments, ExperimentsService.AddExperiments, ExperimentsService.MapExperiments),
        new(ServiceNames.Evaluation, EvaluationService.AddEvaluation, EvaluationService.MapEvaluation),
        new("studio", (services, _) => services.AddStudio(), StudioService.MapStudio),
    ];

    /// <exception cref="InvalidOperationException">The setting names a service that does not exist.</exception>
    public static IReadOnlyList<ServiceEntry> Selected(IConfiguration configuration)
    {
        string[] names = (configuration["Services"] ?? "").Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        string[] unknown = [.. names.Except(All.Select(s => s.Name), StringComparer.OrdinalIgnoreCase)];
        if (unknown.Length > 0)
            throw new InvalidOperationException(
                $"Services names {string.Join(", ", unknown)}; there are {string.Join(", ", All.Select(s => s.Name))}."
            );
        return names.Length == 0 ? All : [.. All.Where(s => names.Contains(s.Name, StringComparer.OrdinalIgnoreCase))];
    }
}
