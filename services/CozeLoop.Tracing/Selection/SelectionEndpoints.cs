using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Selection;

internal static class SelectionEndpoints
{
    public const int MaxSample = 10_000;

    public static void MapSelection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/spans/select", SelectAsync).RequireScope(Scopes.Read).Internal();

    private static async Task<Results<Ok<SelectedSpans>, ProblemHttpResult>> SelectAsync(
        HttpContext http,
        SpanSelector selector,
        TimeProvider time,
        SpanSelection selection,
        CancellationToken ct
    )
    {
        if (selection.SampleSize is < 0 or > MaxSample)
            return Problem.Invalid("sampleSize", $"A sample has at most {MaxSample} parts.");
        if (!SelectionMatches.All.Contains(selection.Match))
            return Problem.Invalid("match", "The filter applies to a call or a trace.");
        // The end is fixed now: a frozen query must not grow.
        var (scope, problem) = SearchRequest.Read(
            http.Caller().WorkspaceId,
            selection.Q,
            selection.From,
            selection.To ?? time.GetUtcNow(),
            time
        );
        if (problem is not null)
            return problem;
        var selected = new SelectionScope(scope!, selection.Match == SelectionMatches.Trace);
        return TypedResults.Ok(await selector.SelectAsync(selected, selection.SampleSize, selection.Seed, selection.WholeSessions, ct));
    }
}
