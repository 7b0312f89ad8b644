using CozeLoop.Platform.Limits;
using CozeLoop.Tracing.Storage.Shares;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Storage.Shares;

public sealed class QuerySharesTests
{
    private static readonly QueryOwner Busy = new(1, "key:busy"),
        Colleague = new(1, "key:colleague"),
        Stranger = new(2, "key:stranger");
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task No_caller_runs_more_than_his_share_and_what_waits_goes_on_when_something_ends()
    {
        var shares = Shares(new QueryOptions());
        var running = new[] { await shares.EnterAsync(Busy, default), await shares.EnterAsync(Busy, default) };
        var waiting = shares.EnterAsync(Busy, default);
        Assert.False(waiting.IsCompleted);
        (await Now(shares.EnterAsync(Colleague, default))).Dispose();
        (await Now(shares.EnterAsync(Stranger, default))).Dispose();
        running[0].Dispose();
        (await Now(waiting)).Dispose();
    }

    [Fact]
    public async Task However_many_keys_one_workspace_has_another_one_finds_room()
    {
        var shares = Shares(new QueryOptions());
        for (int i = 0; i < 4; i++)
            await Now(shares.EnterAsync(new QueryOwner(1, $"key:{i}"), default));
        Assert.False(shares.EnterAsync(Colleague, default).IsCompleted);
        await Now(shares.EnterAsync(Stranger, default));
    }

    [Fact]
    public async Task Of_those_who_wait_goes_first_who_had_least()
    {
        var shares = Shares(new QueryOptions { Running = 1 });
        var first = await shares.EnterAsync(Busy, default);
        var again = shares.EnterAsync(Busy, default);
        var other = shares.EnterAsync(Stranger, default);
        time.Advance(TimeSpan.FromSeconds(5));
        first.Dispose();
        (await Now(other)).Dispose();
        await Now(again);
    }

    [Fact]
    public async Task Who_has_much_running_or_had_much_lately_goes_behind_and_is_forgiven_in_time()
    {
        var shares = Shares(new QueryOptions());
        var first = await shares.EnterAsync(Busy, default);
        var second = await shares.EnterAsync(Busy, default);
        Assert.Equal((1, 2), (first.Priority, second.Priority));
        time.Advance(TimeSpan.FromSeconds(4));
        first.Dispose();
        second.Dispose();
        Assert.Equal(5, await PriorityAsync(Busy)); // 8 seconds of queries
        Assert.Equal(1, await PriorityAsync(Stranger));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await PriorityAsync(Busy));

        async Task<int> PriorityAsync(QueryOwner owner)
        {
            using var turn = await shares.EnterAsync(owner, default);
            return turn.Priority;
        }
    }

    [Fact]
    public async Task Waiting_is_bounded_in_number_and_in_time_and_ends_with_its_client()
    {
        var shares = Shares(new QueryOptions { RunningPerCaller = 1, WaitingPerCaller = 2 });
        var running = await shares.EnterAsync(Busy, default);
        using var leaves = new CancellationTokenSource();
        Task<QueryTurn> gone = shares.EnterAsync(Busy, leaves.Token),
            late = shares.EnterAsync(Busy, default);
        var refused = await Assert.ThrowsAsync<ShareExceededException>(() => shares.EnterAsync(Busy, default));
        Assert.Contains("2 wait", refused.Message, StringComparison.Ordinal);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<ShareExceededException>(() => late);
        running.Dispose();
        await Now(shares.EnterAsync(Busy, default));
    }

    private QueryShares Shares(QueryOptions options) => new(Options.Create(options), time);

    private static async Task<QueryTurn> Now(Task<QueryTurn> turn) => await turn.WaitAsync(TimeSpan.FromSeconds(10));
}
