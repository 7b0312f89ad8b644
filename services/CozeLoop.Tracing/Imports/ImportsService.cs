using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Sections;

namespace CozeLoop.Tracing.Imports;

/// <summary>What imports add to the service.</summary>
internal static class ImportsService
{
    public static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ImportOptions>(configuration, "Tracing:Imports");
        services.AddSingleton<ImportSeats>();
        services.AddSingleton<ImportTurns>();
        services.AddDatabase<TracingDatabase>();
        services.AddSingleton<ImportPlaces>();
        services.AddSingleton<ImportWriter>();
        services.AddSingleton<ConversationFile>();
        services.AddSingleton<ConversationImporter>();
        services.AddSingleton<LangfuseImporter>();
        return services;
    }
}
