using CozeLoop.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CozeLoop.Platform.Auth;

public static class RequireScopeExtensions
{
    internal const string InternalPolicy = "internal";

    /// <summary>Only callers with the scope reach the route: 401 without a credential, 403 with too little.</summary>
    public static T RequireScope<T>(this T routes, string scope)
        where T : IEndpointConventionBuilder => routes.RequireAuthorization(scope);

    /// <summary>An answer that goes on as long as the caller listens ends when the caller's key or session does, or may do less.</summary>
    public static T EndsWithCredential<T>(this T routes)
        where T : IEndpointConventionBuilder
    {
        routes.Add(endpoint => endpoint.Metadata.Add(new OpenAnswers.Route()));
        return routes;
    }

    /// <summary>Only other services reach the route, over the internal listener; elsewhere it does not exist (404).</summary>
    public static T Internal<T>(this T routes)
        where T : IEndpointConventionBuilder
    {
        routes.Add(endpoint =>
        {
            endpoint.Metadata.Add(new InternalRoute());
            endpoint.Metadata.Add(new ExcludeFromDescriptionAttribute());
        });
        return routes.RequireAuthorization(InternalPolicy);
    }
}

/// <summary>Marks a route of the internal listener.</summary>
internal sealed class InternalRoute;

/// <summary>Hides internal routes before authorization could reveal them.</summary>
internal static class InternalRouteMiddleware
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<InternalRoute>() is null || context.IsInternal())
            return next(context);
        context.SetEndpoint(null);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
