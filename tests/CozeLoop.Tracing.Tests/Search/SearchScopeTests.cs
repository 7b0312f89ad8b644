using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Storage.ClickHouse;
using Xunit;

namespace CozeLoop.Tracing.Tests.Search;

public class SearchScopeTests
{
    private static readonly TimeRange Range = new(100, 200);

    [Fact]
    public void On_spans_every_term_is_a_condition_on_the_row_and_every_value_a_parameter()
    {
        var parameters = new SqlParameters();
        string sql = Scope("model:gpt-* NOT status:error duration > 2s").SpanCondition(parameters);
        Assert.Equal(
            "workspace_id = {p0:Int64} AND start >= fromUnixTimestamp64Nano({p1:Int64}) AND start < "
                + "fromUnixTimestamp64Nano({p2:Int64}) AND environment NOT IN {p3:Array(String)}"
                + " AND (ifNull(model LIKE {p4:String}, 0) AND NOT ifNull(status = {p5:String}, "
                + "0) AND ifNull(toFloat64(duration) > {p6:Float64}, 0))",
            sql
        );
        Assert.Equal([5L, 100L, 200L, SearchScope.PlatformEnvironments, "gpt-%", "error", 2e9], parameters.Values.Values);
    }

    [Fact]
    public void On_traces_every_term_asks_for_such_a_span()
    {
        string sql = Scope("tool:book NOT score.good < 1").TraceCondition(new SqlParameters());
        const string Rows =
            "workspace_id = {p0:Int64} AND start >= fromUnixTimestamp64Nano({p1:Int64}) AND start < "
            + "fromUnixTimestamp64Nano({p2:Int64}) AND environment NOT IN {p3:Array(String)}";
        const string Scores = "workspace_id = {p0:Int64} AND name = {p5:String} AND ifNull(value < {p6:Float64}, 0)";
        Assert.Equal(
            $"{Rows} AND (trace_id IN (SELECT trace_id FROM spans FINAL WHERE {Rows} AND ifNull(tool_name = {{p4:String}}, 0))"
                + $" AND NOT (trace_id IN (SELECT trace_id FROM scores FINAL WHERE {Scores} AND trace_id != '')"
                + $" OR trace_id IN (SELECT trace_id FROM spans FINAL WHERE {Rows} AND session_id != '' AND session_id IN "
                + $"(SELECT session_id FROM scores FINAL WHERE {Scores} AND trace_id = '' AND session_id != ''))))",
            sql
        );
    }

    [Theory]
    [InlineData("tool:book model:x", "IN", "(a OR b)", "(max(a) = 1) AND (max(b) = 1)")]
    [InlineData("tool:book NOT model:x", "IN", "(a OR b)", "(max(a) = 1) AND NOT (max(b) = 1)")]
    [InlineData("NOT (tool:book model:x)", "NOT IN", "(a OR b)", "NOT NOT ((max(a) = 1) AND (max(b) = 1))")]
    public void On_traces_the_spans_are_read_once_for_all_terms(string q, string word, string rows, string holds)
    {
        string sql = Scope(q)
            .TraceCondition(new SqlParameters())
            .Replace("ifNull(tool_name = {p4:String}, 0)", "a", StringComparison.Ordinal)
            .Replace("ifNull(model = {p5:String}, 0)", "b", StringComparison.Ordinal);
        Assert.Contains($"trace_id {word} (SELECT trace_id FROM spans FINAL", sql, StringComparison.Ordinal);
        Assert.Contains(rows, sql, StringComparison.Ordinal);
        Assert.Contains(holds, sql, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(sql, "FROM spans"));
    }

    [Theory]
    [InlineData("model:\"'; DROP TABLE spans; --\"")]
    [InlineData("\"'; DROP TABLE spans; --\"")]
    [InlineData("attr.x:\"'; DROP TABLE spans; --\"")]
    [InlineData("score.x:\"'; DROP TABLE spans; --\"")]
    public void No_value_becomes_part_of_the_statement(string q)
    {
        var parameters = new SqlParameters();
        Assert.DoesNotContain("DROP", Scope(q).TraceCondition(parameters), StringComparison.Ordinal);
        Assert.Contains("'; DROP TABLE spans; --", parameters.Values.Values);
    }

    [Theory]
    [InlineData("env:replay")]
    [InlineData("a OR NOT run:5")]
    [InlineData("trace:5")]
    public void Naming_an_environment_a_run_or_a_trace_includes_the_platforms_runs(string q) =>
        Assert.DoesNotContain("environment NOT IN", Scope(q).RowCondition(new SqlParameters()), StringComparison.Ordinal);

    private static SearchScope Scope(string q) => new(5, Range, QueryParser.Parse(q).Filter);
}
