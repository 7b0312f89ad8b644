namespace CozeLoop.Tracing.LongFields;

internal static class LongFieldsService
{
    public static IServiceCollection AddLongFields(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LongFieldOptions>().Bind(configuration.GetSection("Tracing:LongFields")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<LongFieldWriter>().AddSingleton<LongFieldReader>().AddSingleton<LongFieldRemoval>();
    }
}
