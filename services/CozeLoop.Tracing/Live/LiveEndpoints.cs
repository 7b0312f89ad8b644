using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Tracing.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Live;

internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes
            .MapApi("/api/v1/traces/events", ApiTags.Traces)
            .MapGet("", Events)
            .RequireScope(Scopes.Read)
            .EndsWithCredential()
            .Produces<TraceTail>(contentType: "text/event-stream")
            .WithSearch()
            .WithName("followTraces")
            .WithSummary("Follow the traces that the filter finds, as server-sent events `traces`")
            .WithDescription("A trace is sent as soon as spans of it are stored.");

    private static Results<ServerSentEventsResult<TraceTail>, ProblemHttpResult> Events(
        HttpContext http,
        LiveSeats seats,
        LiveTraces live,
        TimeProvider time,
        string? q,
        DateTimeOffset? from,
        CancellationToken ct
    )
    {
        var (scope, problem) = SearchRequest.Read(http.Caller().WorkspaceId, q, from, null, time);
        problem ??= seats.TakeFor(http);
        return problem is not null ? problem : TypedResults.ServerSentEvents(live.FollowAsync(scope!, ct));
    }
}
