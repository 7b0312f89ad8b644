using CozeLoop.Platform.ClickHouse;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CozeLoop.Platform.Web;

/// <summary>
/// What the trace store refused, in words for whoever asked: a query that takes too much is the caller's to change, a store under pressure
/// is not.
/// </summary>
internal static class StoreProblem
{
    /// <summary>Null where the statement itself is at fault, which is a bug of this program.</summary>
    public static ProblemHttpResult? Of(ClickHouseException e) =>
        e.Code switch
        {
            // https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
            ClickHouseException.Timeout or 160 => Problem.Unprocessable(
                "query_too_slow",
                "This search took longer than a search may. A shorter time range or fewer terms make it faster."
            ),
            ClickHouseException.MemoryLimit when ChdbErrors.IsOfQuery(e.Message) => TooLarge(),
            158 or 191 or 307 or 396 => TooLarge(), // rows, a set, bytes, a result
            ClickHouseException.MemoryLimit or 202 or 439 or ClickHouseException.Cancelled => Problem.Of(
                503,
                "store_busy",
                "The trace store has as much to do as it can bear. Ask again in a few seconds."
            ),
            167 or 168 or 306 => TooComplex(), // depth and elements of the statement, recursion
            62 when e.Message.Contains("Max query size", StringComparison.Ordinal) => TooComplex(),
            _ => null,
        };

    private static ProblemHttpResult TooLarge() =>
        Problem.Unprocessable(
            "query_too_large",
            "This search needs more memory than a search may. A shorter time range or a narrower filter needs less."
        );

    private static ProblemHttpResult TooComplex() =>
        Problem.Unprocessable(
            "query_too_complex",
            "This search is longer or more deeply nested than the trace store can read: use fewer terms or parentheses."
        );
}
