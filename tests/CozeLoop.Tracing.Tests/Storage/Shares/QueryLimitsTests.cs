using System.Net;
using System.Text.Json;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CozeLoop.Tracing.Tests.Storage.Shares;

/// <summary>Limits that the engine itself keeps, and how a client hears of them.</summary>
public sealed class QueryLimitsTests(TraceStore store)
{
    private const string Long = "SELECT count() AS n FROM numbers(100000000000) WHERE sipHash64(number) = 7";
    private const string Large = "SELECT count() AS n FROM (SELECT DISTINCT toString(number) AS s FROM numbers(20000000))";

    private static readonly Dictionary<string, object?> None = [];

    [Fact]
    public async Task A_query_ends_when_its_time_is_over()
    {
        var shared = store.SharedBy(new QueryOptions { MaxSeconds = 1 });
        var error = await Assert.ThrowsAsync<ClickHouseException>(() => shared.QueryAsync<Row>(Long, None, default));
        Assert.Equal(ClickHouseException.Timeout, error.Code);
    }

    [Fact]
    public async Task A_query_may_not_take_more_memory_than_is_its_own()
    {
        var shared = store.SharedBy(new QueryOptions { MaxMemoryBytes = 64 << 20 });
        var error = await Assert.ThrowsAsync<ClickHouseException>(() => shared.QueryAsync<Row>(Large, None, default));
        Assert.Equal(ClickHouseException.MemoryLimit, error.Code);
    }

    [Fact]
    public async Task A_query_whose_client_leaves_is_killed_and_gives_its_turn_back()
    {
        var shared = store.SharedBy(new QueryOptions { Running = 1 });
        using var leaves = new CancellationTokenSource();
        var running = shared.QueryAsync<Row>(Long, None, leaves.Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(await shared.QueryAsync<Row>("SELECT 1 AS n", None, default));
    }

    [Theory]
    [InlineData(159, "Timeout exceeded", 422, "query_too_slow")]
    [InlineData(241, "Query memory limit exceeded: would use 1 GiB", 422, "query_too_large")]
    [InlineData(241, "(total) memory limit exceeded", 503, "store_busy")]
    [InlineData(202, "Too many simultaneous queries", 503, "store_busy")]
    [InlineData(158, "Limit for rows exceeded", 422, "query_too_large")]
    [InlineData(62, "Max query size exceeded", 422, "query_too_complex")]
    [InlineData(168, "AST is too big", 422, "query_too_complex")]
    [InlineData(47, "Unknown identifier", 500, "internal_error")]
    public async Task What_the_engine_refuses_is_said_in_words(int code, string message, int status, string word)
    {
        await using var host = await Testing.ServiceHost.StartAsync(
            (services, _) => services,
            routes =>
            {
                routes.MapGet("/api/v1/broken", string () => throw new ClickHouseException(code, message)).AllowAnonymous();
                return routes;
            }
        );
        using var http = host.CreateClient();
        using var answer = await http.GetAsync("/api/v1/broken");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(((HttpStatusCode)status, word), (answer.StatusCode, problem.RootElement.GetProperty("code").GetString()));
        Assert.Equal(status == 503, answer.Headers.RetryAfter is not null);
    }

    private sealed record Row(long N);
}
