using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search.Language;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Tracing.Search;

/// <summary>Reads <c>q</c>, <c>from</c> and <c>to</c> of a request.</summary>
internal static class SearchRequest
{
    /// <summary>The scope, or the 400 that says what is wrong and where; exactly one is set.</summary>
    public static (SearchScope? Scope, ProblemHttpResult? Problem) Read(
        long workspaceId,
        string? q,
        DateTimeOffset? from,
        DateTimeOffset? to,
        TimeProvider time
    )
    {
        if (TimeRange.Of(from, to, time) is not { } range)
            return (null, Problem.Invalid("from", TimeRange.Empty));
        var (filter, error) = QueryParser.Parse(q);
        return error is null ? (new SearchScope(workspaceId, range, filter), null) : (null, QueryProblem(error));
    }

    private static ProblemHttpResult QueryProblem(QueryError error)
    {
        var errors = new Dictionary<string, string[]> { ["q"] = [error.Message] };
        if (error.IsTooMuch)
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "query_too_costly", error.Message, errors);
        var problem = Problem.Of(400, "invalid_query", $"{error.Message} (character {error.Position + 1})", errors);
        problem.ProblemDetails.Extensions["position"] = error.Position;
        return problem;
    }
}
