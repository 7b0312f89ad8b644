using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Planning;
using CozeLoop.Experiments.Replays;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Sections;

namespace CozeLoop.Experiments;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class ExperimentsService
{
    public static IServiceCollection AddExperiments(this IServiceCollection services, IConfiguration configuration)
    {
        var options = services.AddSettings<RunOptions>(configuration, "Experiments");
        return services.AddDatabase<ExperimentsDatabase>().AddPlanning().AddRuns(options);
    }

    public static IEndpointRouteBuilder MapExperiments(this IEndpointRouteBuilder routes)
    {
        routes.MapReplays();
        routes.MapReplayDraft();
        routes.MapReplayResults();
        return routes;
    }

    private static IServiceCollection AddPlanning(this IServiceCollection services) =>
        services
            .AddSingleton<ReplayStore>()
            .AddSingleton<EarlierRuns>()
            .AddSingleton<ReplayPlanner>()
            .AddSingleton<ReplayStart>()
            .AddSingleton<RequestKeys>()
            .AddSingleton<ReplayCreation>()
            .AddSingleton<ReplayControl>()
            .AddSingleton<Promotion>()
            .AddSingleton<DraftStore>()
            .AddSingleton<ReplayView>()
            .AddSingleton<ReplaySeats>()
            .AddSingleton<ItemList>();

    private static IServiceCollection AddRuns(this IServiceCollection services, RunOptions options) =>
        services
            .AddSingleton<CallLease>()
            .AddSingleton<RunPlans>()
            .AddSingleton<RunPauses>()
            .AddSingleton<CallOutcomes>()
            .AddSingleton<CallRunner>()
            .AddSingleton<RunReader>()
            .AddSingleton<RunFinisher>()
            .AddConsumer<RunCallHandler>(
                Topics.ExperimentItems,
                "experiments",
                new ConsumerOptions { Concurrency = options.Workers, Invisible = options.Lease + options.Lease }
            )
            .AddConsumer<ScoresHandler>(Topics.Events, "experiments", new ConsumerOptions { Concurrency = 4 })
            .AddHostedService<RunSweeper>();
}
