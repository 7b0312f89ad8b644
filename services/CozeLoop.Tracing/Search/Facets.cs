using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;

namespace CozeLoop.Tracing.Search;

/// <summary>Values of a field and how many traces have a span with them: as many as the list shows with <c>field:value</c> added.</summary>
internal sealed class Facets(SharedStore store)
{
    private const int MaxValues = 50;

    /// <summary>Null where the field has no facet. <c>score</c> lists the names of scores.</summary>
    public async Task<Facet?> ReadAsync(SearchScope scope, string field, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        if (Sql(scope, field, parameters) is not { } sql)
            return null;
        var rows = await store.QueryAsync<FacetValue>($"{sql} ORDER BY count DESC, value LIMIT {MaxValues}", parameters.Values, ct);
        return new Facet(field, rows);
    }

    private static string? Sql(SearchScope scope, string field, SqlParameters parameters)
    {
        if (field == "score")
            return ScoreSql(scope, "name", null, parameters);
        return QueryField.Find(field) switch
        {
            { Field.Kind: FieldKind.Word } found => SpanSql(scope, found.Field.Sql, parameters),
            { Field.Kind: FieldKind.WordList } found => SpanSql(scope, $"arrayJoin({found.Field.Sql})", parameters),
            { Field.Kind: FieldKind.Prompt } => SpanSql(
                scope,
                "if(prompt_version = '', prompt_key, concat(prompt_key, '@', prompt_version))",
                parameters
            ),
            { Field.Kind: FieldKind.Attribute } found => SpanSql(scope, $"attributes[{parameters.Text(found.Key)}]", parameters),
            { Field.Kind: FieldKind.Score } found => ScoreSql(scope, "ifNull(category, toString(value))", found.Key, parameters),
            _ => null,
        };
    }

    private static string SpanSql(SearchScope scope, string expression, SqlParameters parameters) =>
        $"""
            SELECT value, uniqExact(trace_id) AS count
            FROM (SELECT trace_id, toString({expression}) AS value FROM spans FINAL WHERE {scope.TraceCondition(parameters)})
            WHERE value != ''
            GROUP BY value
            """;

    /// <summary>Scores on the traces, their spans and their sessions.</summary>
    private static string ScoreSql(SearchScope scope, string expression, string? name, SqlParameters parameters)
    {
        string workspace = $"workspace_id = {parameters.Add(scope.WorkspaceId, "Int64")}";
        string named = name is null ? workspace : $"{workspace} AND name = {parameters.Text(name)}";
        string traces = scope.TraceCondition(parameters);
        return $"""
            SELECT value, uniqExact(trace) AS count
            FROM (
                SELECT ifNull({expression}, '') AS value, trace_id AS trace FROM scores FINAL
                WHERE {named} AND trace_id IN (SELECT trace_id FROM spans FINAL WHERE {traces})
                UNION ALL
                SELECT s.value AS value, t.trace_id AS trace
                FROM (SELECT ifNull({expression}, '') AS value, session_id FROM scores FINAL WHERE {named} AND trace_id = ''
                    AND session_id != '') AS s
                INNER JOIN (SELECT DISTINCT trace_id, session_id FROM spans FINAL WHERE {traces} AND session_id != '') AS t
                    ON s.session_id = t.session_id
            )
            WHERE value != ''
            GROUP BY value
            """;
    }
}
