using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using CozeLoop.Tracing.Metrics;
using CozeLoop.Tracing.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Traces;

internal static class TracesEndpoints
{
    public static void MapTraces(this IEndpointRouteBuilder routes)
    {
        var traces = routes.MapApi("/api/v1/traces", ApiTags.Traces).WithParameter("traceId", "The trace's id.");
        traces
            .MapGet("", ListAsync)
            .RequireScope(Scopes.Read)
            .WithSearch()
            .WithName("listTraces")
            .WithSummary("List traces with a span in the range that the filter finds, newest first");
        traces
            .MapGet("histogram", HistogramAsync)
            .RequireScope(Scopes.Read)
            .WithSearch()
            .WithName("getTraceHistogram")
            .WithSummary("Get the same traces as a histogram over time");
        traces
            .MapGet("{traceId}", FindAsync)
            .RequireScope(Scopes.Read)
            .Produces<TraceDetail>()
            .Refuses(422)
            .WithParameter("payload", "`full`, or `preview` for the beginnings of long texts; `full` by default.")
            .WithParameter("maxBytes", "Maximum bytes of content in the answer; 32 MiB by default.")
            .WithName("getTrace")
            .WithSummary("Get a trace with its spans, in tree order");
        traces
            .MapDelete("{traceId}", RemoveAsync)
            .RequireScope(Scopes.Write)
            .WithName("deleteTrace")
            .WithSummary("Remove a trace and its scores for good");
        routes
            .MapApi("/api/v1/imports/sample", ApiTags.Imports)
            .MapDelete("", RemoveSampleAsync)
            .RequireScope(Scopes.Write)
            .WithName("deleteSample")
            .WithSummary("Remove the imported sample data and its scores");
    }

    private static Task<Results<Ok<Page<TraceSummary>>, ProblemHttpResult>> ListAsync(
        [AsParameters] ListRequest request,
        TraceList list,
        CancellationToken ct
    ) => request.PageAsync(TraceList.Name, (scope, limit, after) => list.ReadAsync(scope, limit, after, ct));

    private static async Task<Results<Ok<TraceHistogram>, ProblemHttpResult>> HistogramAsync(
        HttpContext http,
        Histogram histogram,
        TimeProvider time,
        string? q,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken ct
    )
    {
        var (scope, problem) = SearchRequest.Read(http.Caller().WorkspaceId, q, from, to, time);
        return problem is not null ? problem : TypedResults.Ok(await histogram.ReadAsync(scope!, ct));
    }

    private static async Task<Results<Ok<TraceAnswer>, ProblemHttpResult>> FindAsync(
        HttpContext http,
        TraceReader reader,
        string traceId,
        string? payload,
        int? maxBytes,
        CancellationToken ct
    )
    {
        if (payload is not (null or "full" or "preview"))
            return Problem.Invalid("payload", "payload is preview or full.");
        if (maxBytes < 0)
            return Problem.Invalid("maxBytes", "maxBytes is 0 or more.");
        var budget = new ContentBudget(maxBytes ?? ContentBudget.MaxBytes);
        var found = await reader.OpenAsync(http.Caller().WorkspaceId, traceId, payload != "preview", budget, ct);
        return found is not null ? TypedResults.Ok(found) : Problem.NotFound("trace_not_found", "There is no such trace.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        HttpContext http,
        TraceRemoval removal,
        string traceId,
        CancellationToken ct
    ) =>
        await removal.RemoveAsync(http.Caller(), traceId, ct)
            ? TypedResults.NoContent()
            : Problem.NotFound("trace_not_found", "There is no such trace.");

    private static async Task<NoContent> RemoveSampleAsync(HttpContext http, SampleData sample, CancellationToken ct)
    {
        await sample.RemoveAsync(http.Caller(), ct);
        return TypedResults.NoContent();
    }
}
