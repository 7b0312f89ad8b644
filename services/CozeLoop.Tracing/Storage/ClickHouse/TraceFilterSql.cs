using CozeLoop.Tracing.Search.Language;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>
/// A filter as a condition on <c>trace_id</c>: each term asks whether the trace has such a span, NOT whether it has none.
/// However many terms there are, the spans of the range are read once for all of them.
/// </summary>
internal sealed class TraceFilterSql(SqlParameters parameters, string workspace, string scope)
{
    private readonly SpanFilterSql spans = new(parameters, workspace, scope);

    public string Write(Filter filter) =>
        filter switch
        {
            All or Any or Not { Part: All or Any or Not } when !AsksForScores(filter) => WriteOnce(filter),
            All all => Join(" AND ", all.Parts, parts => new All(parts)),
            Any any => Join(" OR ", any.Parts, parts => new Any(parts)),
            Not not => "NOT " + Write(not.Part),
            FieldTerm { Field.Kind: FieldKind.Score } score => spans.WriteTraceScore(score),
            _ => $"trace_id IN (SELECT trace_id FROM spans FINAL WHERE {scope} AND {spans.Write(filter)})",
        };

    private static bool AsksForScores(Filter filter) => filter.Terms().Any(term => term.Field.Kind == FieldKind.Score);

    /// <summary>Scores are another table; what is not about them goes together.</summary>
    private string Join(string word, IReadOnlyList<Filter> parts, Func<IReadOnlyList<Filter>, Filter> together)
    {
        Filter[] ofSpans = [.. parts.Where(part => !AsksForScores(part))];
        Filter[] read = ofSpans.Length > 1 ? [together(ofSpans)] : ofSpans;
        return "(" + string.Join(word, read.Concat(parts.Where(AsksForScores)).Select(Write)) + ")";
    }

    /// <summary>
    /// By the spans for which any term holds: a trace without such a span is not among the groups, and what the filter says of it is known
    /// beforehand.
    /// Where it would be found, the others are looked for and left out.
    /// </summary>
    private string WriteOnce(Filter filter)
    {
        var conditions = new Dictionary<Filter, string>(ReferenceEqualityComparer.Instance);
        foreach (var leaf in filter.Leaves())
            conditions.Add(leaf, spans.Write(leaf));
        bool findsTheRest = filter.Holds(_ => false);
        string any = string.Join(" OR ", conditions.Values),
            holds = OfGroup(filter, conditions);
        string groups = $"SELECT trace_id FROM spans FINAL WHERE {scope} AND ({any}) GROUP BY trace_id HAVING";
        return findsTheRest ? $"trace_id NOT IN ({groups} NOT {holds})" : $"trace_id IN ({groups} {holds})";
    }

    private static string OfGroup(Filter filter, Dictionary<Filter, string> conditions) =>
        filter switch
        {
            All all => "(" + string.Join(" AND ", all.Parts.Select(part => OfGroup(part, conditions))) + ")",
            Any any => "(" + string.Join(" OR ", any.Parts.Select(part => OfGroup(part, conditions))) + ")",
            Not not => "NOT " + OfGroup(not.Part, conditions),
            _ => $"(max({conditions[filter]}) = 1)",
        };
}
