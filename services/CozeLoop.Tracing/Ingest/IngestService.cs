using CozeLoop.Platform.Sections;
using CozeLoop.Tracing.Ingest.Otlp;

namespace CozeLoop.Tracing.Ingest;

/// <summary>What ingest adds to the service and which routes it maps.</summary>
internal static class IngestService
{
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<IngestOptions>(configuration, "Tracing:Ingest");
        services.AddSingleton<OtlpReceiver>();
        return services;
    }

    public static IEndpointRouteBuilder MapIngest(this IEndpointRouteBuilder routes)
    {
        routes.MapOtlp();
        return routes;
    }
}
