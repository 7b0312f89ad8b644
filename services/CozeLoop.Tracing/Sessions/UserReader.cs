using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Web;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Sessions;

/// <summary>Users and what their traces in the range add up to.</summary>
internal sealed class UserReader(SharedStore store)
{
    /// <summary>Of the list, in its cursors.</summary>
    public const string Name = "users";

    /// <summary>Last activity first; ties by user id.</summary>
    public async Task<Page<UserSummary>> ListAsync(SearchScope scope, int limit, Cursor? after, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var rows = await store.QueryAsync<UserRow>(Sql(scope, after, limit + 1, parameters), parameters.Values, ct);
        return PageRequest.Page(Name, rows, limit, r => new Cursor(r.LastNano, r.UserId), r => r.ToSummary());
    }

    // A trace's user and session are on some of its spans: they are gathered by trace before they are counted.
    private static string Sql(SearchScope scope, Cursor? after, int rows, SqlParameters parameters)
    {
        string condition = scope.TraceCondition(parameters);
        string having = after is null ? "" : $"HAVING (max(last), user) < ({parameters.Time(after.Time)}, {parameters.Text(after.Id)})";
        return $"""
            SELECT user AS userId, toUnixTimestamp64Nano(max(last)) AS lastNano, count() AS traceCount, uniqExactIf(session,
                session != '') AS sessionCount, sum(cost) AS costUsd
            FROM (
                SELECT argMinIf(user_id, (start, span_id), user_id != '') AS user, argMinIf(session_id, (start, span_id),
                    session_id != '') AS session,
                    max(start) AS last, sumIf(cost_usd, {TraceListSql.Billed}) AS cost
                FROM spans FINAL WHERE {condition}
                GROUP BY trace_id
                HAVING user != ''
            )
            GROUP BY user {having}
            ORDER BY max(last) DESC, user DESC
            LIMIT {parameters.Add(rows, "UInt32")}
            """;
    }

    private sealed record UserRow(string UserId, long LastNano, int TraceCount, int SessionCount, decimal? CostUsd)
    {
        public UserSummary ToSummary() => new(UserId, Times.OfUnixNano(LastNano), TraceCount, SessionCount, CostUsd);
    }
}
