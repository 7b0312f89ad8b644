using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Traces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Spans;

internal static class SpansEndpoints
{
    public static void MapSpans(this IEndpointRouteBuilder routes)
    {
        var spans = routes.MapGroup("/api/v1/spans").WithTags("Traces").RequireScope(Scopes.Read);
        spans.MapGet("", ListAsync).WithSummary("Spans for which the whole filter holds, newest first, with previews of their content.");
        spans.MapGet("{traceId}/{spanId}", FindAsync).WithSummary("One span, each text once; at most maxBytes (32 MiB) of long texts.");
        spans
            .MapGet("{traceId}/{spanId}/text", TextAsync)
            .Produces(StatusCodes.Status200OK, contentType: "text/plain")
            .WithSummary("One text of a span, whole, whatever its length: field=input, output, attributes/KEY, as `shortened` names it.");
    }

    private static Task<Results<Ok<Page<SpanDetail>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListRequest request,
        SpanReader reader,
        CancellationToken ct
    ) => request.PageAsync(SpanReader.Name, (scope, limit, after) => reader.ListAsync(scope, limit, after, ct));

    private static async Task<Results<Ok<SpanDetail>, ProblemHttpResult>> FindAsync(
        HttpContext http,
        SpanReader reader,
        string traceId,
        string spanId,
        int? maxBytes,
        CancellationToken ct
    )
    {
        if (maxBytes < 0)
            return Problem.Invalid("maxBytes", "maxBytes is 0 or more.");
        var budget = new ContentBudget(maxBytes ?? ContentBudget.MaxBytes);
        var span = await reader.FindAsync(http.Caller().WorkspaceId, traceId, spanId, budget, ct);
        return span is not null ? TypedResults.Ok(span) : Problem.NotFound("span_not_found", "There is no such span.");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> TextAsync(
        HttpContext http,
        SpanReader reader,
        string traceId,
        string spanId,
        string field,
        CancellationToken ct
    )
    {
        // A recorded text may be a page with scripts: it is never to be taken for one.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return await reader.OpenTextAsync(http.Caller().WorkspaceId, traceId, spanId, field, ct) is { } text
            ? TypedResults.Stream(text, "text/plain; charset=utf-8")
            : Problem.NotFound("text_not_found", "The span has no such text, or it has expired.");
    }
}
