namespace CozeLoop.Studio.Clients;

/// <summary>How many pages may be open: each so many of one person, and of one workspace.</summary>
internal static class CircuitAccess
{
    /// <summary>A page's connection is one request for as long as the page is open.</summary>
    public static void Limit(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } path, RequestDelegate: { } connect } route)
            return;
        if (path.Trim('/') == "_blazor")
            route.RequestDelegate = http => ConnectAsync(http, connect);
    }

    private static Task ConnectAsync(HttpContext http, RequestDelegate connect) =>
        http.RequestServices.GetRequiredService<CircuitSeats>().TakeFor(http) is { } refused ? refused.ExecuteAsync(http) : connect(http);
}
