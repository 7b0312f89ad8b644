using CozeLoop.Contracts.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CozeLoop.Platform.Web;

/// <summary>Which page of a list is asked for: 1 to 500 rows, 50 by default, after the cursor. Bound by <c>[AsParameters]</c>.</summary>
public sealed record PageRequest([property: FromQuery(Name = "limit")] int? Limit, [property: FromQuery(Name = "cursor")] string? Cursor)
{
    private const int DefaultLimit = 50,
        MaxLimit = 500;

    /// <summary>The page that <paramref name="read"/> gives, or the 400 that says which parameter is wrong.</summary>
    /// <param name="list">As the list's cursors are encoded.</param>
    public async Task<Results<Ok<Page<T>>, ProblemHttpResult>> ReadAsync<T>(string list, Func<int, Cursor?, Task<Page<T>>> read)
    {
        var (limit, after, problem) = Read(list);
        return problem is not null ? problem : TypedResults.Ok(await read(limit, after));
    }

    /// <summary>For a list that may answer more than a page or these faults.</summary>
    public (int Limit, Cursor? After, ProblemHttpResult? Problem) Read(string list)
    {
        if (Limit is < 1 or > MaxLimit)
            return (0, null, Problem.Invalid("limit", $"The limit is 1 to {MaxLimit}."));
        var after = Cursor is null ? null : Web.Cursor.Decode(list, Cursor);
        return Cursor is null || after is not null
            ? (Limit ?? DefaultLimit, after, null)
            : (0, null, Problem.Invalid("cursor", "This cursor does not belong to this list. Begin without one."));
    }

    /// <summary>A page of rows, of which one more than <paramref name="limit"/> was read to know whether any follow.</summary>
    /// <param name="key">A row's whole sort key.</param>
    public static Page<T> Page<TRow, T>(string list, IReadOnlyList<TRow> rows, int limit, Func<TRow, Cursor> key, Func<TRow, T> view) =>
        new([.. rows.Take(limit).Select(view)], rows.Count > limit ? key(rows[limit - 1]).Encode(list) : null);
}
