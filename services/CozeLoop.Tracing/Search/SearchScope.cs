using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Storage.ClickHouse;

namespace CozeLoop.Tracing.Search;

/// <summary>What a search may see: one workspace, a time range, a filter. Writes the conditions every search shares.</summary>
internal sealed record SearchScope(long WorkspaceId, TimeRange Range, Filter? Filter)
{
    /// <summary>Environments the platform's own runs write to: left out unless the filter names an environment, a run or a trace.</summary>
    public static IReadOnlyList<string> PlatformEnvironments { get; } = ["replay", "experiment", "evaluation", "connection-test"];

    public bool IncludesPlatformRuns => Filter?.Terms().Any(t => t.Field.Name is "env" or "run" or "trace") ?? false;

    /// <summary>Condition on a span: workspace, time, environments; then the filter, read as one about traces.</summary>
    public string TraceCondition(SqlParameters parameters)
    {
        string workspace = Workspace(parameters),
            rows = Rows(workspace, parameters);
        return Filter is null ? rows : $"{rows} AND {new TraceFilterSql(parameters, workspace, rows).Write(Filter)}";
    }

    /// <summary>As <see cref="TraceCondition"/>, with every term about the same span.</summary>
    public string SpanCondition(SqlParameters parameters)
    {
        string workspace = Workspace(parameters),
            rows = Rows(workspace, parameters);
        return Filter is null ? rows : $"{rows} AND {new SpanFilterSql(parameters, workspace, rows).Write(Filter)}";
    }

    /// <summary>The same without the filter.</summary>
    public string RowCondition(SqlParameters parameters) => Rows(Workspace(parameters), parameters);

    private string Workspace(SqlParameters parameters) => "workspace_id = " + parameters.Add(WorkspaceId, "Int64");

    private string Rows(string workspace, SqlParameters parameters)
    {
        string condition = $"{workspace} AND start >= {parameters.Time(Range.From)}";
        if (Range.To != TimeRange.EndOfTime)
            condition += $" AND start < {parameters.Time(Range.To)}";
        return IncludesPlatformRuns ? condition : $"{condition} AND environment NOT IN {parameters.Texts(PlatformEnvironments)}";
    }
}
