using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Platform.Web.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Search;

internal static class FacetsEndpoints
{
    public static void MapFacets(this IEndpointRouteBuilder routes) =>
        routes
            .MapApi("/api/v1/facets", ApiTags.Traces)
            .MapGet("", ReadAsync)
            .RequireScope(Scopes.Read)
            .WithSearch()
            .WithParameter("field", "A field of the query language, such as `model`.")
            .WithName("getFacet")
            .WithSummary("Get the 50 most frequent values of a field among the traces that the filter finds");

    private static async Task<Results<Ok<Facet>, ProblemHttpResult>> ReadAsync(
        HttpContext http,
        Facets facets,
        TimeProvider time,
        string field,
        string? q,
        DateTimeOffset? from,
        DateTimeOffset? to,
        CancellationToken ct
    )
    {
        var (scope, problem) = SearchRequest.Read(http.Caller().WorkspaceId, q, from, to, time);
        if (problem is not null)
            return problem;
        return await facets.ReadAsync(scope!, field, ct) is { } facet
            ? TypedResults.Ok(facet)
            : Problem.Invalid("field", $"There is no facet '{field}'.");
    }
}
