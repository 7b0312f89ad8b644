using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Spans;

internal static class SpansEndpoints
{
    public static void MapSpans(this IEndpointRouteBuilder routes)
    {
        var spans = routes.MapGroup("/api/v1/spans").WithTags("Traces").RequireScope(Scopes.Read);
        spans.MapGet("", ListAsync).WithSummary("Spans for which the whole filter holds, newest first, with previews of their content.");
        spans.MapGet("{traceId}/{spanId}", FindAsync).WithSummary("One span, whole.");
    }

    private static async Task<Results<Ok<Page<SpanDetail>>, ProblemHttpResult>> ListAsync(
        HttpContext http, SpanReader reader, TimeProvider time, string? q, DateTimeOffset? from, DateTimeOffset? to, int? limit, string? cursor, CancellationToken ct)
    {
        var (scope, problem) = SearchRequest.Read(http.Caller().WorkspaceId, q, from, to, time);
        if (problem is not null) return problem;
        var (rows, limitProblem) = SearchRequest.ReadLimit(limit);
        if (limitProblem is not null) return limitProblem;
        var after = cursor is null ? null : Cursor.Decode(cursor);
        if (cursor is not null && after is null) return SearchRequest.BadCursor();
        return TypedResults.Ok(await reader.ListAsync(scope!, rows, after, ct));
    }

    private static async Task<Results<Ok<SpanDetail>, ProblemHttpResult>> FindAsync(HttpContext http, SpanReader reader, string traceId, string spanId, CancellationToken ct) =>
        await reader.FindAsync(http.Caller().WorkspaceId, traceId, spanId, ct) is { } span ? TypedResults.Ok(span) : Problem.NotFound("span_not_found", "There is no such span.");
}
