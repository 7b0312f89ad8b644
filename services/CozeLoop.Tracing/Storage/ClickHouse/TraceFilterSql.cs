using CozeLoop.Tracing.Search.Language;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>A filter as a condition on <c>trace_id</c>: each term asks whether the trace has such a span, NOT whether it has none.</summary>
internal sealed class TraceFilterSql(SqlParameters parameters, string workspace, string scope)
{
    private readonly SpanFilterSql spans = new(parameters, workspace, scope);

    public string Write(Filter filter) => filter switch
    {
        All all => "(" + string.Join(" AND ", all.Parts.Select(Write)) + ")",
        Any any => "(" + string.Join(" OR ", any.Parts.Select(Write)) + ")",
        Not not => "NOT " + Write(not.Part),
        FieldTerm { Field.Kind: FieldKind.Score } score => spans.WriteTraceScore(score),
        _ => $"trace_id IN (SELECT trace_id FROM spans FINAL WHERE {scope} AND {spans.Write(filter)})",
    };
}
