using CozeLoop.Testing;
using CozeLoop.Testing.Servers;

namespace CozeLoop.Platform.Tests.Redis;

/// <summary>Redis killed, frozen, absent from the beginning, and back: nobody fails, nobody waits, and everyone finds it again.</summary>
public sealed class LostRedisTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task Without_a_server_everything_answers_and_each_replica_counts_alone()
    {
        await using var replica = await Replica.StartAsync($"Endpoints=127.0.0.1:{FreePort.Next()}");
        Assert.Contains("does not answer", replica.Trouble, StringComparison.Ordinal);
        await AnswersWithoutAsync(replica);
    }

    [Fact]
    public async Task A_killed_server_is_done_without_and_found_again_with_its_listeners()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var server = await RedisServer.StartAsync();
        await using var one = await Replica.StartAsync(server.ConnectionString());
        await using var other = await Replica.StartAsync(server.ConnectionString());
        Assert.Null(one.Trouble);
        int heard = 0;
        using var listening = other.Broadcast.Listen("news", _ => Interlocked.Increment(ref heard));
        await TellUntilAsync(one, () => Volatile.Read(ref heard) > 0);
        await one.Cache.SetAsync("key", [1], Long);
        Assert.Equal([1], await other.Cache.FindAsync("key"));

        await server.KillAsync();
        await Eventually.Async(() => one.Trouble is not null && other.Trouble is not null);
        await AnswersWithoutAsync(one);

        await server.RestartAsync();
        await Eventually.Async(() => one.Trouble is null && other.Trouble is null);
        int before = Volatile.Read(ref heard);
        await TellUntilAsync(one, () => Volatile.Read(ref heard) > before);
        await one.Cache.SetAsync("key", [3], Long);
        Assert.Equal([3], await other.Cache.FindAsync("key"));
        Assert.True((await one.Limits.TakeAsync("together", 1, Long)).Granted);
        Assert.False((await other.Limits.TakeAsync("together", 1, Long)).Granted);
    }

    [Fact]
    public async Task A_frozen_server_costs_one_timeout_and_not_one_a_question()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync(server.ConnectionString());
        await server.FreezeAsync();
        for (int i = 0; i < 200; i++)
            Assert.Null(await replica.Cache.FindAsync("key"));
        Assert.NotNull(replica.Trouble);
        await server.ThawAsync();
        await Eventually.Async(() => replica.Trouble is null);
        await replica.Cache.SetAsync("key", [1], Long);
        Assert.Equal([1], await replica.Cache.FindAsync("key"));
    }

    [Fact]
    public async Task A_wrong_password_is_a_server_that_does_not_answer()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var server = await RedisServer.StartAsync();
        await using var replica = await Replica.StartAsync($"Endpoints={server.Endpoint};Password=guessed");
        Assert.NotNull(replica.Trouble);
        await AnswersWithoutAsync(replica);
    }

    private static async Task AnswersWithoutAsync(Replica replica)
    {
        await replica.Cache.SetAsync("key", [2], Long);
        Assert.Null(await replica.Cache.FindAsync("key"));
        await replica.Cache.RemoveAsync("key");
        string limit = Guid.NewGuid().ToString();
        Assert.True((await replica.Limits.TakeAsync(limit, 1, Long)).Granted);
        Assert.False((await replica.Limits.TakeAsync(limit, 1, Long)).Granted);
        var heard = new List<string>();
        using var listening = replica.Broadcast.Listen("here", heard.Add);
        await replica.Broadcast.TellAsync("here", "1");
        Assert.Equal(["1"], heard);
    }

    // What is told before the other listens (again) is lost: that is what lifetimes are for.
    private static Task TellUntilAsync(Replica teller, Func<bool> heard) =>
        Eventually.Async(async () =>
        {
            await teller.Broadcast.TellAsync("news", "");
            return heard();
        });
}
