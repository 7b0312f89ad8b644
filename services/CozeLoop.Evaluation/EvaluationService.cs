using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Evaluators;
using CozeLoop.Evaluation.Judging;
using CozeLoop.Evaluation.Judging.Lanes;
using CozeLoop.Evaluation.Runs;
using CozeLoop.Evaluation.Subjects;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Sections;

namespace CozeLoop.Evaluation;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class EvaluationService
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services, IConfiguration configuration)
    {
        var options = services.AddSettings<EvaluationOptions>(configuration, "Evaluation");
        return services
            .AddDatabase<EvaluationDatabase>()
            .AddSingleton<BuiltInEvaluators>()
            .AddSingleton<EvaluatorStore>()
            .AddSingleton<JudgeRunner>()
            .AddSingleton<Scorer>()
            .AddSingleton<ResultStore>()
            .AddSingleton<KnownRuns>()
            .AddSingleton<Judgements>()
            .AddSingleton<JudgementMaker>()
            .AddSingleton<JudgeWaits>()
            .AddSingleton<JudgeLanes>()
            .AddHostedService(s => s.GetRequiredService<JudgeLanes>())
            .AddConsumer<RunStatesHandler>(Topics.Events, "evaluation")
            .AddConsumer<EvaluateSubjectHandler>(
                Topics.Evaluations,
                "evaluation",
                new ConsumerOptions { Concurrency = options.Concurrency }
            );
    }

    public static IEndpointRouteBuilder MapEvaluation(this IEndpointRouteBuilder routes)
    {
        routes.MapEvaluators();
        return routes;
    }
}
