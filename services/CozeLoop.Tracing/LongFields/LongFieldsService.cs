using CozeLoop.Platform.Sections;

namespace CozeLoop.Tracing.LongFields;

internal static class LongFieldsService
{
    public static IServiceCollection AddLongFields(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<LongFieldOptions>(configuration, "Tracing:LongFields");
        return services.AddSingleton<LongFieldWriter>().AddSingleton<LongFieldReader>().AddSingleton<LongFieldRemoval>();
    }
}
