using CozeLoop.Contracts;
using CozeLoop.Tracing.Search;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Search;

public class SearchRequestTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Without_a_range_the_last_24_hours_are_searched_with_an_open_end()
    {
        var (scope, problem) = SearchRequest.Read(5, null, null, null, time);
        Assert.Null(problem);
        Assert.Equal(new TimeRange(time.GetUtcNow().AddDays(-1).ToUnixNano(), TimeRange.EndOfTime), scope!.Range);
    }

    [Fact]
    public void A_query_that_cannot_be_read_is_a_400_with_its_position()
    {
        var (scope, problem) = SearchRequest.Read(5, "model:gpt-4o colour:red", null, null, time);
        Assert.Null(scope);
        Assert.Equal(
            (400, "invalid_query", 13),
            (problem!.StatusCode, problem.ProblemDetails.Extensions["code"], problem.ProblemDetails.Extensions["position"])
        );
        Assert.Contains("colour", problem.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_asks_for_too_much_is_a_422_that_says_of_what()
    {
        var (_, problem) = SearchRequest.Read(5, string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}")), null, null, time);
        Assert.Equal((422, "query_too_costly"), (problem!.StatusCode, problem.ProblemDetails.Extensions["code"]));
        Assert.Contains("200 texts", problem.ProblemDetails.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_ends_before_it_starts_is_a_400() =>
        Assert.Equal(400, SearchRequest.Read(5, null, time.GetUtcNow(), time.GetUtcNow().AddSeconds(-1), time).Problem!.StatusCode);

    [Fact]
    public void Times_beyond_the_stores_are_clamped() =>
        Assert.Equal((long.MinValue, long.MaxValue), (DateTimeOffset.MinValue.ToUnixNano(), DateTimeOffset.MaxValue.ToUnixNano()));
}
