using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Tracing.Search;

/// <summary>What every list of recorded things takes: a query, a range and a page. Bound by <c>[AsParameters]</c>.</summary>
internal sealed record ListRequest(
    HttpContext Http,
    TimeProvider Time,
    [property: FromQuery(Name = "q")] string? Q,
    [property: FromQuery(Name = "from")] DateTimeOffset? From,
    [property: FromQuery(Name = "to")] DateTimeOffset? To,
    [property: FromQuery(Name = "limit")] int? Limit,
    [property: FromQuery(Name = "cursor")] string? Cursor
)
{
    /// <summary>The page that <paramref name="read"/> gives, or the 400 that says which parameter is wrong.</summary>
    /// <param name="list">As the list's cursors are encoded.</param>
    public async Task<Results<Ok<Page<T>>, ProblemHttpResult>> PageAsync<T>(
        string list,
        Func<SearchScope, int, Cursor?, Task<Page<T>>> read
    )
    {
        var (scope, problem) = SearchRequest.Read(Http.Caller().WorkspaceId, Q, From, To, Time);
        if (problem is not null)
            return problem;
        return await new PageRequest(Limit, Cursor).ReadAsync(list, (limit, after) => read(scope!, limit, after));
    }
}
