using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Tracing.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Live;

internal static class LiveService
{
    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<LiveTail>().AddSingleton<LiveTraces>().AddSingleton<LiveSeats>();

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/traces/events", EventsAsync)
            .RequireScope(Scopes.Read)
            .EndsWithCredential()
            .WithTags("Traces")
            .WithSummary("Live tail, as server-sent events `traces`: traces that the filter finds, as soon as spans of them are stored.");

    private static Results<ServerSentEventsResult<TraceTail>, ProblemHttpResult> EventsAsync(
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
