using CozeLoop.Tracing.Search.Language;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>A filter as a condition on one row of <c>spans</c>. Every leaf is 0 or 1, never NULL, so that NOT means "has none" of what is
/// unknown too.</summary>
/// <param name="scope">Condition that bounds workspace and time, for the look-ups a score needs.</param>
internal sealed class SpanFilterSql(SqlParameters parameters, string workspace, string scope)
{
    // Dialects that keep their content in attributes name it by these words; other attributes (ids, models) are no text to search.
    private const string ContentKeys = "'input', 'output', 'message', 'prompt', 'completion', 'content', 'arguments', 'result'";

    private static readonly string[] TextColumns = [.. SpanColumns.All.Where(c => c.Declared.HasWords).Select(c => c.Name)];

    public string Write(Filter filter) =>
        filter switch
        {
            All all => "(" + string.Join(" AND ", all.Parts.Select(Write)) + ")",
            Any any => "(" + string.Join(" OR ", any.Parts.Select(Write)) + ")",
            Not not => "NOT " + Write(not.Part),
            Text text => WriteText(text.Value),
            FieldTerm { Field.Kind: FieldKind.Score } score => WriteScore(score),
            FieldTerm term => "ifNull(" + WriteTerm(term) + ", 0)",
            _ => throw new InvalidOperationException($"No SQL for {filter.GetType().Name}."),
        };

    private string WriteText(string value)
    {
        string needle = parameters.Text(value);
        var columns = TextColumns.Select(c => $"positionCaseInsensitiveUTF8({c}, {needle}) > 0");
        string attributes =
            $"arrayExists((k, v) -> multiSearchAny(k, [{ContentKeys}]) AND positionCaseInsensitiveUTF8(v, "
            + $"{needle}) > 0, mapKeys(attributes), mapValues(attributes))";
        return "(" + string.Join(" OR ", columns) + " OR " + attributes + ")";
    }

    private string WriteTerm(FieldTerm term) =>
        term.Field.Kind switch
        {
            FieldKind.Word => WriteWord(term.Field.Sql, term),
            FieldKind.WordList => WriteList(term),
            FieldKind.Prompt => $"({WriteWord("prompt_key", term)} OR {WriteWord("concat(prompt_key, '@', prompt_version)", term)})",
            FieldKind.Attribute => WriteAttribute(term),
            FieldKind.Number => term.Field.Sql + Ordered(term.Comparison, parameters.Add(TermValue.Number(term.Value)!.Value, "Float64")),
            FieldKind.Duration => "toFloat64("
                + term.Field.Sql
                + ")"
                + Ordered(term.Comparison, parameters.Add(TermValue.Nanoseconds(term.Value)!.Value, "Float64")),
            _ => throw new InvalidOperationException($"No SQL for {term.Field.Kind}."),
        };

    private string WriteWord(string expression, FieldTerm term) =>
        term.IsPattern ? $"{expression} LIKE {parameters.Text(LikePattern(term.Value))}" : $"{expression} = {parameters.Text(term.Value)}";

    private string WriteList(FieldTerm term) =>
        term.IsPattern
            ? $"arrayExists(t -> t LIKE {parameters.Text(LikePattern(term.Value))}, tags)"
            : $"has({term.Field.Sql}, {parameters.Text(term.Value)})";

    private string WriteAttribute(FieldTerm term)
    {
        string key = parameters.Text(term.Key);
        string Either(Func<string, string> condition) => $"({condition($"attributes[{key}]")} OR {condition($"resource[{key}]")})";
        if (term.Comparison == Comparison.Equal)
            return Either(value => WriteWord(value, term));
        string number = parameters.Add(TermValue.Number(term.Value)!.Value, "Float64");
        return Either(value => $"ifNull(toFloat64OrNull({value}){Ordered(term.Comparison, number)}, 0)");
    }

    /// <summary>The span was scored itself, or its trace as a whole, or its session as a whole.</summary>
    private string WriteScore(FieldTerm term)
    {
        string matching = ScoreCondition(term);
        return $"((trace_id, span_id) IN (SELECT trace_id, span_id FROM scores FINAL WHERE {matching} AND span_id != '')"
            + $" OR trace_id IN (SELECT trace_id FROM scores FINAL WHERE {matching} AND trace_id != '' AND span_id = '')"
            + $" OR {SessionScored(matching)})";
    }

    /// <summary>As a condition on a trace: any score on the trace, on one of its spans, or on its session.</summary>
    public string WriteTraceScore(FieldTerm term)
    {
        string matching = ScoreCondition(term);
        return $"(trace_id IN (SELECT trace_id FROM scores FINAL WHERE {matching} AND trace_id != '') OR {SessionScored(matching)})";
    }

    private string SessionScored(string matching) =>
        $"trace_id IN (SELECT trace_id FROM spans FINAL WHERE {scope} AND session_id != '' AND session_id IN (SELECT "
        + $"session_id FROM scores FINAL WHERE {matching} AND trace_id = '' AND session_id != ''))";

    private string ScoreCondition(FieldTerm term)
    {
        string condition = $"{workspace} AND name = {parameters.Text(term.Key)}";
        var wanted = term.Value switch
        {
            "true" => 1,
            "false" => 0,
            _ => TermValue.Number(term.Value),
        };
        if (term.Comparison != Comparison.Equal)
            return $"{condition} AND ifNull(value{Ordered(term.Comparison, parameters.Add(wanted!.Value, "Float64"))}, 0)";
        string category = $"ifNull(category = {parameters.Text(term.Value)}, 0)";
        return wanted is { } number
            ? $"{condition} AND (ifNull(value = {parameters.Add(number, "Float64")}, 0) OR {category})"
            : $"{condition} AND {category}";
    }

    private static string Ordered(Comparison comparison, string placeholder) =>
        comparison switch
        {
            Comparison.Less => " < ",
            Comparison.LessOrEqual => " <= ",
            Comparison.Greater => " > ",
            Comparison.GreaterOrEqual => " >= ",
            _ => " = ",
        } + placeholder;

    private static string LikePattern(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace('*', '%');
}
