using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Studio.Clients;
using CozeLoop.Studio.Controls;
using CozeLoop.Studio.Layout;

namespace CozeLoop.Studio;

/// <summary>The studio's table of contents: what it adds and which routes it maps.</summary>
public static class StudioService
{
    public static IServiceCollection AddStudio(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = InputLimits.MostBytes);
        services.AddCascadingAuthenticationState();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Languages.Configure);
        services.AddSingleton<OpenService>(p => p.GetRequiredService<ServiceCalls>().For);
        services.AddScoped<CircuitSession>();
        services.AddSingleton<CircuitSeats>();
        services.AddScoped<StudioClients>();
        services.AddScoped<Viewer>();
        services.AddScoped<ActorNames>();
        services.AddCascadingValue<NameOfActor>(p => p.GetRequiredService<ActorNames>().OfAsync);
        return services;
    }

    /// <summary>
    /// Maps the pages at the root. The host supplies, in this order, request localisation, authentication (whose challenge leads
    /// a browser to /login), authorisation and anti-forgery, and serves the static assets.
    /// </summary>
    public static IEndpointRouteBuilder MapStudio(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/language/{name}", Languages.Choose).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/workspace/{id}", WorkspaceChoice.ChooseAsync).RequireScope(Scopes.Read).ExcludeFromDescription();
        var pages = routes.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        pages.Add(Circuits.RequireLogin);
        pages.Add(CircuitAccess.Limit);
        return routes;
    }
}
