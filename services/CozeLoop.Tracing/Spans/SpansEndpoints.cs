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

    private static Task<Results<Ok<Page<SpanDetail>>, ProblemHttpResult>> ListAsync([AsParameters] ListRequest request, SpanReader reader, CancellationToken ct) =>
        request.PageAsync(SpanReader.Name, (scope, limit, after) => reader.ListAsync(scope, limit, after, ct));

    private static async Task<Results<Ok<SpanDetail>, ProblemHttpResult>> FindAsync(HttpContext http, SpanReader reader, string traceId, string spanId, CancellationToken ct) =>
        await reader.FindAsync(http.Caller().WorkspaceId, traceId, spanId, ct) is { } span ? TypedResults.Ok(span) : Problem.NotFound("span_not_found", "There is no such span.");
}
