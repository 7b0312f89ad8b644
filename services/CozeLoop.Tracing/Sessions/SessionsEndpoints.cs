using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Traces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Sessions;

internal static class SessionsEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapApi("/api/v1/sessions", ApiTags.Sessions).RequireScope(Scopes.Read);
        sessions
            .MapGet("", ListAsync)
            .WithSearch()
            .WithName("listSessions")
            .WithSummary("List sessions with a trace in the range that the filter finds, last activity first");
        sessions
            .MapGet("{id}", FindAsync)
            .Produces<SessionDetail>()
            .Refuses(422)
            .WithParameter("id", "The session's id.")
            .WithParameter("maxBytes", "Maximum bytes of content in the answer; 32 MiB by default.")
            .WithName("getSession")
            .WithSummary("Get a session with its traces, in order of time");
        routes
            .MapApi("/api/v1/users", ApiTags.Sessions)
            .MapGet("", UsersAsync)
            .RequireScope(Scopes.Read)
            .WithSearch()
            .WithName("listUsers")
            .WithSummary("List users with a trace in the range, last activity first");
    }

    private static Task<Results<Ok<Page<SessionSummary>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListRequest request,
        SessionReader reader,
        CancellationToken ct
    ) => request.PageAsync(SessionReader.Name, (scope, limit, after) => reader.ListAsync(scope, limit, after, ct));

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> FindAsync(
        HttpContext http,
        SessionReader reader,
        string id,
        int? maxBytes,
        CancellationToken ct
    )
    {
        if (maxBytes < 0)
            return Problem.Invalid("maxBytes", "maxBytes is 0 or more.");
        var everything = new SearchScope(http.Caller().WorkspaceId, new TimeRange(0, TimeRange.EndOfTime), null);
        var session = await reader.OpenAsync(everything, id, new ContentBudget(maxBytes ?? ContentBudget.MaxBytes), ct);
        return session is not null ? TypedResults.Ok(session) : Problem.NotFound("session_not_found", "There is no such session.");
    }

    private static Task<Results<Ok<Page<UserSummary>>, ProblemHttpResult>> UsersAsync(
        [AsParameters] ListRequest request,
        UserReader reader,
        CancellationToken ct
    ) => request.PageAsync(UserReader.Name, (scope, limit, after) => reader.ListAsync(scope, limit, after, ct));
}
