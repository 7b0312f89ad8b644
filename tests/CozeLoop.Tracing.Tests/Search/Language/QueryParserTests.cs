using CozeLoop.Tracing.Search.Language;
using Xunit;

namespace CozeLoop.Tracing.Tests.Search.Language;

public class QueryParserTests
{
    [Theory]
    [InlineData("status:error", "status:error")]
    [InlineData("model:gpt-*", "model:gpt-*")]
    [InlineData("MODEL = gpt-4o", "model:gpt-4o")]
    [InlineData("environment:replay", "env:replay")]
    [InlineData("promptversion:3", "promptVersion:3")]
    [InlineData("tool:book_reservation refund", "tool:book_reservation AND \"refund\"")]
    [InlineData(
        "score.resolved<0.5 AND tool:book_reservation AND NOT env:replay \"refund\"",
        "score.resolved < 0.5 AND tool:book_reservation AND NOT env:replay AND \"refund\""
    )]
    [InlineData("duration > 2s tokens >= 1000 cost<0.01", "duration > 2s AND tokens >= 1000 AND cost < 0.01")]
    [InlineData("attr.http.status_code>=500", "attr.http.status_code >= 500")]
    [InlineData("user != anna", "NOT user:anna")]
    [InlineData("a OR b c", "\"a\" OR (\"b\" AND \"c\")")]
    [InlineData("(a OR b) c", "(\"a\" OR \"b\") AND \"c\"")]
    [InlineData("NOT NOT a", "NOT NOT \"a\"")]
    [InlineData("NOT (a b)", "NOT (\"a\" AND \"b\")")]
    [InlineData("name:\"two words\"", "name:\"two words\"")]
    [InlineData("name:\"a*b\"", "name:\"a*b\"")]
    [InlineData("user:\"\"", "user:\"\"")]
    [InlineData("\"say \\\"hi\\\" \\\\\"", "\"say \\\"hi\\\" \\\\\"")]
    [InlineData("航班 退款", "\"航班\" AND \"退款\"")]
    [InlineData("and or", "\"and\" AND \"or\"")]
    [InlineData("hello!", "\"hello!\"")]
    [InlineData("trace:00f067aa0ba902b7", "trace:00f067aa0ba902b7")]
    [InlineData("prompt:airline@14", "prompt:airline@14")]
    public void A_query_reads_as(string text, string canonical)
    {
        var (filter, error) = QueryParser.Parse(text);
        Assert.Null(error);
        Assert.Equal(canonical, QueryPrinter.Print(filter));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t ")]
    public void An_empty_query_lets_everything_through(string? text)
    {
        var (filter, error) = QueryParser.Parse(text);
        Assert.Null(filter);
        Assert.Null(error);
    }

    [Theory]
    [InlineData("colour:red", 0)]
    [InlineData("a colour:red", 2)]
    [InlineData("model:", 6)]
    [InlineData("a (b OR c", 2)]
    [InlineData("a) b", 1)]
    [InlineData("a AND", 5)]
    [InlineData("AND a", 0)]
    [InlineData("a OR OR b", 5)]
    [InlineData("NOT", 3)]
    [InlineData("\"never closed", 0)]
    [InlineData("name:\"never closed", 5)]
    [InlineData("\"\"", 0)]
    [InlineData("duration > soon", 11)]
    [InlineData("tokens > many", 9)]
    [InlineData("tokens > NaN", 9)]
    [InlineData("model > gpt", 8)]
    [InlineData("score.x < good", 10)]
    [InlineData("()", 1)]
    [InlineData(": x", 0)]
    public void An_error_says_where(string text, int position)
    {
        var (filter, error) = QueryParser.Parse(text);
        Assert.Null(filter);
        Assert.Equal(position, error!.Position);
    }

    [Fact]
    public void Depth_length_and_number_of_terms_are_bounded()
    {
        Assert.NotNull(QueryParser.Parse(new string('(', 5_000) + "a").Error);
        Assert.NotNull(QueryParser.Parse(string.Concat(Enumerable.Repeat("NOT ", 2_000)) + "a").Error);
        Assert.NotNull(QueryParser.Parse(new string('a', QueryParser.MaxLength + 1)).Error);
        Assert.NotNull(QueryParser.Parse(string.Join(' ', Enumerable.Repeat("model:a", QueryParser.MaxTerms + 1))).Error);
        Assert.Null(QueryParser.Parse(string.Join(' ', Enumerable.Repeat("model:a", QueryParser.MaxTerms))).Error);
    }

    [Theory]
    [InlineData("a", QueryCost.MaxTexts, "21 texts")]
    [InlineData("attr.a:b", QueryCost.MaxLookups, "51 terms on attributes")]
    [InlineData("score.a:1", QueryCost.MaxLookups, "51 terms on attributes")]
    [InlineData("name:a*", QueryCost.MaxLookups, "51 terms on attributes")]
    public void Terms_that_read_every_text_are_bounded_more_narrowly(string term, int most, string words)
    {
        Assert.Null(QueryParser.Parse(string.Join(" OR ", Enumerable.Repeat(term, most))).Error);
        var error = QueryParser.Parse(string.Join(" OR ", Enumerable.Repeat(term, most + 1))).Error!;
        Assert.True(error.IsTooMuch);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name:*a*a*a*a*a*a*a*a*a*a*")]
    [InlineData("model:LONG*")]
    public void Patterns_are_bounded_in_stars_and_length(string q) =>
        Assert.Contains("pattern", Refusal(q.Replace("LONG", new string('a', 1_000), StringComparison.Ordinal)), StringComparison.Ordinal);

    private static string Refusal(string q) => QueryParser.Parse(q).Error!.Message;

    [Theory]
    [InlineData("250", 250e6)]
    [InlineData("250ms", 250e6)]
    [InlineData("1.5s", 1.5e9)]
    [InlineData("2m", 120e9)]
    [InlineData("1h", 3600e9)]
    [InlineData("7us", 7e3)]
    [InlineData("9ns", 9.0)]
    [InlineData("2 s", null)]
    [InlineData("s", null)]
    [InlineData("2days", null)]
    public void Durations_have_units(string text, double? nanoseconds) => Assert.Equal(nanoseconds, TermValue.Nanoseconds(text));
}
