using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Sections;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Ingest;
using CozeLoop.Tracing.Live;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Metrics;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Selection;
using CozeLoop.Tracing.Sessions;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class TracingService
{
    public static IServiceCollection AddTracing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddIngest(configuration);
        services.AddImports(configuration);
        services.AddLongFields(configuration);
        services.AddSettings<QueryOptions>(configuration, "Tracing:Queries");
        services.AddHttpContextAccessor();
        return services.AddStorage().AddReading().AddLive();
    }

    public static IEndpointRouteBuilder MapTracing(this IEndpointRouteBuilder routes)
    {
        routes.MapIngest();
        routes.MapImports();
        routes.MapTraces();
        routes.MapLive();
        routes.MapSpans();
        routes.MapSessions();
        routes.MapFacets();
        routes.MapScores();
        routes.MapSelection();
        return routes;
    }

    private static IServiceCollection AddStorage(this IServiceCollection services) =>
        services
            .AddClickHouseMigrations<SpanWriter>()
            .AddConsumer<SpanWriter>(Topics.Spans, SpanWriter.Group, SpanWriter.Options)
            .AddConsumer<PastSpanWriter>(Topics.PastSpans, PastSpanWriter.Group, PastSpanWriter.Options)
            .AddConsumer<ScoreWriter>(Topics.Scores, ScoreWriter.Group, ScoreWriter.Options)
            .AddSingleton<AuditTrail>()
            .AddSingleton<Removals>()
            .AddSingleton<TraceRemoval>()
            .AddSingleton<SampleData>();

    private static IServiceCollection AddReading(this IServiceCollection services) =>
        services
            .AddSingleton<QueryShares>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<SharedStore>(provider, OwnerOfRequest(provider)))
            .AddSingleton<TraceList>()
            .AddSingleton<TraceReader>()
            .AddSingleton<Histogram>()
            .AddSingleton<Facets>()
            .AddSingleton<SpanReader>()
            .AddSingleton<SessionReader>()
            .AddSingleton<UserReader>()
            .AddSingleton<ScoreReader>()
            .AddSingleton<SpanSelector>();

    private static Func<QueryOwner> OwnerOfRequest(IServiceProvider provider)
    {
        var http = provider.GetRequiredService<IHttpContextAccessor>();
        return () =>
        {
            var caller = (http.HttpContext ?? throw new InvalidOperationException("Only requests read through shares.")).Caller();
            return new QueryOwner(caller.WorkspaceId, caller.Actor);
        };
    }
}
