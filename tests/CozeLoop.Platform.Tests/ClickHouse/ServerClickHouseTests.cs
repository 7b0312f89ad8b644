using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Tests.Contracts;

namespace CozeLoop.Platform.Tests.ClickHouse;

/// <summary>The contract over HTTP. The engine behind is libchdb: what a real server's own HTTP code does is not shown by it.</summary>
public sealed class ServerClickHouseTests : ClickHouseContract, IClassFixture<SharedFront>
{
    private readonly SharedFront _server;

    public ServerClickHouseTests(SharedFront server)
    {
        _server = server;
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
    }

    protected override ClickHouseStore Store => _server.Store;

    [Fact]
    public async Task What_a_proxy_could_cut_off_travels_in_the_body()
    {
        await A_list_of_many_ids_finds_its_rows();
        await A_long_parameter_arrives_as_it_is("文", 100_000);
        Assert.All(_server.Front.Requests, r => Assert.InRange(r.Address, 1, 8_000));
    }

    [Fact]
    public async Task Every_answer_waits_until_it_is_whole_and_says_what_it_is_to_the_engine()
    {
        await A_query_without_rows_is_empty();
        await Store.ExecuteAsync("CREATE TABLE said (text String) ENGINE = MergeTree ORDER BY tuple()");
        await Store.InsertNativeAsync("said", Block("text", ["a"]));
        Assert.All(_server.Front.Requests.Where(r => !r.IsKill), r => Assert.True(r.Waits));
        var read = _server.Front.Requests.First(r => r.Sql.EndsWith("WHERE 0", StringComparison.Ordinal));
        Assert.Equal(
            ("60", "4000000000", "0", "1"),
            (
                read.Settings["max_execution_time"],
                read.Settings["max_memory_usage"],
                read.Settings["output_format_json_quote_64bit_integers"],
                read.Settings["cancel_http_readonly_queries_on_client_close"]
            )
        );
        var insert = _server.Front.Requests.First(r => r.Sql.StartsWith("INSERT INTO said", StringComparison.Ordinal));
        Assert.Equal(
            ("0", "0", _server.Database),
            (insert.Settings["async_insert"], insert.Settings["input_format_skip_unknown_fields"], insert.Database)
        );
        Assert.Equal(_server.Front.Requests.Count, _server.Front.Requests.Select(r => r.QueryId).Distinct().Count());
    }
}
