using CozeLoop.Platform.Events;
using CozeLoop.Platform.Relational;
using CozeLoop.Prompts.Labels;
using CozeLoop.Prompts.Prompts;
using CozeLoop.Prompts.Versions;

namespace CozeLoop.Prompts;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class PromptsService
{
    public static IServiceCollection AddPrompts(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddDatabase<PromptsDatabase>()
            .AddSingleton<PromptStore>()
            .AddSingleton<DraftStore>()
            .AddSingleton<VersionCache>()
            .AfterCommit<ForgetDeletedVersions>()
            .AddSingleton<VersionStore>()
            .AddSingleton<LabelStore>();

    public static IEndpointRouteBuilder MapPrompts(this IEndpointRouteBuilder routes)
    {
        routes.MapPromptCatalog();
        routes.MapDrafts();
        routes.MapVersions();
        routes.MapLabels();
        return routes;
    }
}
