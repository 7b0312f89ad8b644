using System.Text;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.ClickHouse;

public sealed class ServerFaultTests : IClassFixture<SharedFront>, IAsyncDisposable
{
    private const string Numbers = "SELECT number AS n FROM numbers(100000)";
    private readonly SharedFront _server;

    public ServerFaultTests(SharedFront server)
    {
        _server = server;
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
    }

    private sealed record Count(long N);

    [Fact]
    public async Task An_error_after_half_of_the_rows_is_an_error_and_never_a_short_answer()
    {
        _server.Front.Fault = _ => new ChdbHttpFault.MidStream(241, "Query memory limit exceeded: would use 4.00 GiB");
        var error = await Assert.ThrowsAsync<ClickHouseException>(() => _server.Store.QueryAsync<Count>(Numbers));
        Assert.Equal(241, error.Code);
        Assert.Contains("would use 4.00 GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_look_like_an_error_are_rows()
    {
        byte[] row = await _server.Store.QueryRawAsync(
            "SELECT '__exception__\\r\\nabcdefghijklmnop\\r\\nCode: 1. DB::Exception: x' AS text",
            "TSVRaw"
        );
        Assert.StartsWith("__exception__", Encoding.UTF8.GetString(row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_once_more()
    {
        FailOnce(new ChdbHttpFault.BrokenOff(), Numbers);
        Assert.Equal(100_000, (await _server.Store.QueryAsync<Count>(Numbers)).Count);
        _server.Front.Fault = _ => new ChdbHttpFault.BrokenOff();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _server.Store.QueryAsync<Count>(Numbers));
    }

    [Fact]
    public async Task A_read_on_a_stale_connection_is_sent_again()
    {
        FailOnce(new ChdbHttpFault.Stale(), "SELECT 7 AS n");
        Assert.Equal(7, (await _server.Store.QueryAsync<Count>("SELECT 7 AS n")).Single().N);
    }

    [Fact]
    public async Task An_insert_is_never_repeated_by_the_store_and_may_be_by_who_gives_rows_an_identity()
    {
        await _server.Store.ExecuteAsync("CREATE TABLE once (id String) ENGINE = ReplacingMergeTree ORDER BY id");
        FailOnce(new ChdbHttpFault.Unanswered(), "INSERT INTO once FORMAT Native");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync("once"));
        Assert.Equal(1, Inserts("once"));
        Assert.Equal(1, await CountAsync("once"));
        await InsertAsync("once");
        Assert.Equal(1, await CountAsync("once"));
    }

    [Fact]
    public async Task An_insert_that_no_server_heard_is_for_the_caller_to_repeat()
    {
        await _server.Store.ExecuteAsync("CREATE TABLE unheard (id String) ENGINE = MergeTree ORDER BY id");
        FailOnce(new ChdbHttpFault.Stale(), "INSERT INTO unheard FORMAT Native");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync("unheard"));
        Assert.Equal(0, await CountAsync("unheard"));
        await InsertAsync("unheard");
        Assert.Equal(1, await CountAsync("unheard"));
    }

    [Theory]
    [InlineData(252, "Too many parts (3000). Merges are processing significantly slower than inserts. (TOO_MANY_PARTS)")]
    [InlineData(241, "(total) memory limit exceeded: would use 15.00 GiB (MEMORY_LIMIT_EXCEEDED)")]
    [InlineData(202, "Too many simultaneous queries. Maximum: 100.")]
    [InlineData(242, "Table is in readonly mode")]
    [InlineData(243, "Cannot reserve 1.00 MiB, not enough space")]
    [InlineData(285, "Number of alive replicas (1) is less than requested quorum (2/2).")]
    [InlineData(497, "cozeloop: Not enough privileges.")]
    [InlineData(81, "Database front does not exist.")]
    [InlineData(394, "Query was cancelled.")]
    public async Task What_only_the_server_can_mend_is_blamed_on_the_server(int code, string message)
    {
        _server.Front.Fault = _ => new ChdbHttpFault.Refusal(code, message);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => InsertAsync("facts"));
        Assert.Contains($"Code: {code}. ", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _server.Store.QueryAsync<Count>("SELECT 1 AS n"));
    }

    [Theory]
    [InlineData(241, "Query memory limit exceeded: would use 4.00 GiB (MEMORY_LIMIT_EXCEEDED)")]
    [InlineData(53, "Type mismatch")]
    [InlineData(33, "Cannot read all data")]
    public async Task What_the_rows_are_to_blame_for_is_an_error_with_its_code(int code, string message)
    {
        _server.Front.Fault = _ => new ChdbHttpFault.Refusal(code, message);
        Assert.Equal(code, (await Assert.ThrowsAsync<ClickHouseException>(() => InsertAsync("facts"))).Code);
    }

    [Fact]
    public async Task A_proxy_that_answers_for_a_server_is_a_server_that_is_away()
    {
        _server.Front.Fault = _ => new ChdbHttpFault.BadGateway();
        Assert.Contains(
            "502",
            (await Assert.ThrowsAsync<StoreUnavailableException>(() => _server.Store.QueryAsync<Count>("SELECT 1 AS n"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_saying_the_password()
    {
        await using var store = _server.Connect("Password=another one");
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.QueryAsync<Count>("SELECT 1 AS n"));
        Assert.Contains("516", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another one", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_leaves_a_server_that_says_nothing_is_let_go_and_the_query_is_killed()
    {
        var never = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        _server.Front.Fault = _ =>
        {
            arrived.TrySetResult();
            return new ChdbHttpFault.Slow(never.Task);
        };
        using var leave = new CancellationTokenSource();
        var asked = _server.Store.QueryAsync<Count>("SELECT 11 AS n", ct: leave.Token);
        await arrived.Task;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        string id = _server.Front.Requests.Last(r => r.Sql == "SELECT 11 AS n").QueryId;
        Assert.Contains(_server.Front.Requests, r => r.Sql == $"KILL QUERY WHERE query_id = '{id}' ASYNC");
    }

    public ValueTask DisposeAsync()
    {
        if (_server.Missing is null)
            _server.Front.Fault = _ => null;
        return ValueTask.CompletedTask;
    }

    private void FailOnce(ChdbHttpFault fault, string sql)
    {
        int left = 1;
        _server.Front.Fault = request => request.Sql == sql && Interlocked.Decrement(ref left) >= 0 ? fault : null;
    }

    private Task InsertAsync(string table) =>
        _server.Store.InsertNativeAsync(table, (byte[])[1, 1, 2, (byte)'i', (byte)'d', 6, .. "String"u8, 1, (byte)'a']);

    private int Inserts(string table) => _server.Front.Requests.Count(r => r.Sql == $"INSERT INTO {table} FORMAT Native");

    private async Task<long> CountAsync(string table) =>
        (await _server.Store.QueryAsync<Count>($"SELECT count() AS n FROM {table} {(table == "once" ? "FINAL" : "")}")).Single().N;
}
