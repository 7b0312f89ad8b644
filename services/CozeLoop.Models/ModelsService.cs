using CozeLoop.Models.Calls;
using CozeLoop.Models.Connections;
using CozeLoop.Models.Gateway;
using CozeLoop.Models.Outbound;
using CozeLoop.Models.Prices;
using CozeLoop.Models.Providers;
using CozeLoop.Models.Providers.Anthropic;
using CozeLoop.Models.Providers.OpenAi;
using CozeLoop.Models.Providers.Simulated;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Sections;

namespace CozeLoop.Models;

/// <summary>The service's table of contents: what it adds and which routes it maps.</summary>
public static class ModelsService
{
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        var options = services.AddSettings<ModelsOptions>(configuration, ModelsOptions.Section);
        options.AllowLoopback ??= !PlatformOptions.ListensEverywhere(configuration);
        services.AddDatabase<ModelsDatabase>();
        services.AddSingleton(provider => new SecretBox(provider.GetRequiredService<MasterKey>().Derive("models/provider-keys")));
        services.AddSingleton<ConnectionStore>().AddSingleton<ConnectionTester>();
        services.AddSingleton<PriceStore>().AddSingleton<Measuring>().AddSingleton<CallStore>();
        services.AddSingleton<AbandonedRuns>().AddSingleton<ModelCalls>();
        services.AddSingleton<PassThrough>().AddSingleton<GatewayCalls>().AddSingleton<GatewayLimit>();
        return services.AddProviders();
    }

    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapConnections();
        routes.MapPrices();
        routes.MapCalls();
        routes.MapGateway();
        return routes;
    }

    private static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.AddSingleton<GuardedConnection>().AddSingleton<ProviderHttp>().AddSingleton<ProviderCalls>();
        services.AddSingleton<OpenAiProvider>().AddSingleton<AnthropicProvider>().AddSingleton<SimulatedProvider>();
        services.AddSingleton(provider => new RetryWait(provider.GetRequiredService<TimeProvider>(), Random.Shared));
        services.AddProviderClient(ProviderHttp.Client, TimeSpan.FromMinutes(5));
        services.AddProviderClient(ProviderHttp.PlainClient, connectionLifetime: TimeSpan.Zero);
        return services;
    }

    private static void AddProviderClient(this IServiceCollection services, string name, TimeSpan connectionLifetime) =>
        services
            .AddHttpClient(name, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => Handler(provider, connectionLifetime));

    // No proxy and no redirects: either would connect to an address that was not checked.
    private static SocketsHttpHandler Handler(IServiceProvider provider, TimeSpan connectionLifetime) =>
        new()
        {
            ConnectCallback = provider.GetRequiredService<GuardedConnection>().OpenAsync,
            ConnectTimeout = provider.GetRequiredService<ModelsOptions>().ConnectTimeout,
            PooledConnectionLifetime = connectionLifetime,
            AllowAutoRedirect = false,
            UseProxy = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
        };
}
