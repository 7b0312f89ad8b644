using CozeLoop.Platform.Threading;

namespace CozeLoop.Platform.Tests.Threading;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new();
    private readonly TaskCompletionSource<int> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_for_the_same_meanwhile_gets_the_same_answer_and_who_asks_for_another_does_not_wait()
    {
        var waiting = Enumerable.Range(0, 100).Select(_ => _flights.RunAsync("a", StartAsync, Ct)).ToList();
        Assert.Equal(7, await _flights.RunAsync("b", () => Task.FromResult(7), Ct));
        _work.SetResult(1);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(1, answer));
        Assert.Equal(1, _started);
    }

    [Fact]
    public async Task Who_asks_afterwards_asks_anew()
    {
        Assert.Equal(1, await _flights.RunAsync("a", () => Task.FromResult(1), Ct));
        Assert.Equal(2, await _flights.RunAsync("a", () => Task.FromResult(2), Ct));
    }

    [Fact]
    public async Task A_fault_is_everybodys_who_waited_and_not_of_the_next()
    {
        var (first, second) = (_flights.RunAsync("a", StartAsync, Ct), _flights.RunAsync("a", StartAsync, Ct));
        _work.SetException(new TimeoutException("away"));
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        Assert.Equal(2, await _flights.RunAsync("a", () => Task.FromResult(2), Ct));
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_others_waiting()
    {
        using var gone = new CancellationTokenSource();
        var (first, second) = (_flights.RunAsync("a", StartAsync, gone.Token), _flights.RunAsync("a", StartAsync, Ct));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _work.SetResult(3);
        Assert.Equal(3, await second);
        Assert.Equal(1, _started);
    }

    private Task<int> StartAsync()
    {
        Interlocked.Increment(ref _started);
        return _work.Task;
    }
}
