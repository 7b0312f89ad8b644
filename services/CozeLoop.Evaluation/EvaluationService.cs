using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Evaluators;
using CozeLoop.Evaluation.Judging;
using CozeLoop.Evaluation.Subjects;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;

namespace CozeLoop.Evaluation;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class EvaluationService
{
    public static IServiceCollection AddEvaluation(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Evaluation");
        services.AddOptions<EvaluationOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        int concurrency = section.GetValue(nameof(EvaluationOptions.Concurrency), new EvaluationOptions().Concurrency);
        return services
            .AddDatabase<EvaluationDatabase>()
            .AddSingleton<BuiltInEvaluators>()
            .AddSingleton<EvaluatorStore>()
            .AddSingleton<JudgeRunner>()
            .AddSingleton<Scorer>()
            .AddSingleton<ResultStore>()
            .AddConsumer<EvaluateSubjectHandler>(Topics.Evaluations, "evaluation", new ConsumerOptions { Concurrency = concurrency });
    }

    public static IEndpointRouteBuilder MapEvaluation(this IEndpointRouteBuilder routes)
    {
        EvaluatorEndpoints.Map(routes);
        return routes;
    }
}
