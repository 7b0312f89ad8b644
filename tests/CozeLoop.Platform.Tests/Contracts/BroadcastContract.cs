using System.Collections.Concurrent;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Testing;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What every broadcast must do; each implementation runs it by deriving a test class. <see cref="One"/> and <see cref="Other"/>
/// are two replicas, or the same one where there can be one only.</summary>
public abstract class BroadcastContract
{
    protected abstract IBroadcast One { get; }
    protected abstract IBroadcast Other { get; }

    [Fact]
    public async Task Everybody_hears_each_message_once_the_teller_too()
    {
        var (own, others) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        using var listening = One.Listen("news", own.Enqueue);
        using var elsewhere = Other.Listen("news", others.Enqueue);
        string[] messages = ["", "退款 \"quoted\"\n", new('x', 5000), "last"];
        foreach (string message in messages)
            await One.TellAsync("news", message);
        Assert.Equal(messages, own);
        await Eventually.Async(() => others.Contains("last"));
        Assert.Equal(messages, others);
        Assert.Equal(messages, own);
    }

    [Fact]
    public async Task Who_listens_to_another_channel_or_no_more_hears_nothing()
    {
        var heard = new ConcurrentQueue<string>();
        using (Other.Listen("gone", heard.Enqueue)) { }
        using var elsewhere = Other.Listen("other", heard.Enqueue);
        using var last = Other.Listen("mark", heard.Enqueue);
        await One.TellAsync("gone", "1");
        await One.TellAsync("nobody", "2");
        await One.TellAsync("mark", "3");
        await Eventually.Async(() => !heard.IsEmpty);
        Assert.Equal(["3"], heard);
    }

    [Fact]
    public async Task A_listener_that_fails_keeps_no_other_from_hearing()
    {
        var heard = new ConcurrentQueue<string>();
        using var failing = Other.Listen("news of failures", _ => throw new InvalidOperationException("a test's fault"));
        using var listening = Other.Listen("news of failures", heard.Enqueue);
        await One.TellAsync("news of failures", "1");
        await Eventually.Async(() => !heard.IsEmpty);
        Assert.Equal(["1"], heard);
    }
}
