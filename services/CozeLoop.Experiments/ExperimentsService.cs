using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Replays;
using CozeLoop.Experiments.Replays.Planning;
using CozeLoop.Experiments.Replays.Planning.Forecasting;
using CozeLoop.Experiments.Runs;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Runs.Live;
using CozeLoop.Experiments.Runs.Reading;
using CozeLoop.Experiments.Storage;
using CozeLoop.Platform.Events;
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
        return services.AddDatabase<ExperimentsDatabase>().AddRuns(options).AddReplays();
    }

    public static IEndpointRouteBuilder MapExperiments(this IEndpointRouteBuilder routes)
    {
        routes.MapReplays();
        routes.MapReplayDraft();
        routes.MapReplayResults();
        return routes;
    }

    private static IServiceCollection AddReplays(this IServiceCollection services) =>
        services
            .AddSingleton(ReplayDesign.Source)
            .AddSingleton<Forecasts>()
            .AddSingleton<ReplayPlanner>()
            .AddSingleton<ReplayStart>()
            .AddSingleton<RequestKeys>()
            .AddSingleton<ReplayCreation>()
            .AddSingleton<Promotion>()
            .AddSingleton<DraftStore>()
            .AddSingleton<ReplayView>()
            .AddSingleton<ReplaySeats>()
            .AddSingleton<ItemList>();

    private static IServiceCollection AddRuns(this IServiceCollection services, RunOptions options) =>
        services
            .AddSingleton<RunStore>()
            .AddSingleton<RunSources>()
            .AddSingleton<EarlierRuns>()
            .AddSingleton<RunControl>()
            .AddSingleton<CallLease>()
            .AddSingleton<RunCalls>()
            .AddSingleton<WaitingJudges>()
            .AddSingleton<RunPlans>()
            .AddSingleton<RunPauses>()
            .AddSingleton<RunFailures>()
            .AddSingleton<CallOutcomes>()
            .AddSingleton<CallRunner>()
            .AddSingleton<OutcomeReader>()
            .AddSingleton<RankedItems>()
            .AddSingleton<RunWatches>()
            .AddSingleton<RunFinisher>()
            .AddConsumer<RunCallHandler>(
                Topics.ExperimentItems,
                "experiments",
                new ConsumerOptions { Concurrency = options.Workers, Invisible = options.Lease + options.Lease }
            )
            .AddConsumer<ScoresHandler>(Topics.Events, "experiments", new ConsumerOptions { Concurrency = 4 })
            .AfterCommit<TellWatchers>()
            .AddHostedService<RunSweeper>();
}
