using Microsoft.AspNetCore.Authorization;

namespace CozeLoop.Studio;

/// <summary>Who may open a circuit: it takes messages of megabytes and keeps state, so nobody who is not logged in.</summary>
internal static class Circuits
{
    private const string Hub = "_blazor";

    /// <summary>Pages say themselves who may see them; the hub below them does not.</summary>
    public static void RequireLogin(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } path })
            return;
        if (path.TrimStart('/').StartsWith(Hub, StringComparison.Ordinal))
            endpoint.Metadata.Add(new AuthorizeAttribute());
    }
}
