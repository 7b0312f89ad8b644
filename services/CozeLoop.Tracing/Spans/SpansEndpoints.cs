using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Traces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Spans;

internal static class SpansEndpoints
{
    public static void MapSpans(this IEndpointRouteBuilder routes)
    {
        var spans = routes
            .MapApi("/api/v1/spans", ApiTags.Traces)
            .RequireScope(Scopes.Read)
            .Refuses(422)
            .WithParameter("traceId", "The trace's id.")
            .WithParameter("spanId", "The span's id.");
        spans
            .MapGet("", ListAsync)
            .WithSearch()
            .WithName("listSpans")
            .WithSummary("List spans for which the whole filter holds, newest first, with previews of their content");
        spans
            .MapGet("{traceId}/{spanId}", FindAsync)
            .WithParameter("maxBytes", "Maximum bytes of long texts in the answer; 32 MiB by default.")
            .WithName("getSpan")
            .WithSummary("Get a span, each text once");
        spans
            .MapGet("{traceId}/{spanId}/text", TextAsync)
            .Produces<string>(contentType: "text/plain")
            .WithParameter("field", "`input`, `output` or `attributes/KEY`, as `shortened` names it.")
            .WithName("getSpanText")
            .WithSummary("Get one text of a span, whole, whatever its length");
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
