using CozeLoop.Platform.Workers;
using CozeLoop.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Workers;

public sealed class WorkerLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkerStates _states = new();

    [Fact]
    public async Task A_round_that_fails_shows_its_error_and_is_tried_again()
    {
        int rounds = 0;
        await using var loop = Loop(round =>
            Interlocked.Increment(ref rounds) <= 3 ? throw new InvalidDataException("broken") : Task.Delay(Timeout.Infinite, round.Stopping)
        );
        loop.Start();
        await Eventually.Async(() => _states.All.SingleOrDefault() is { Faulted: true, LastError: "broken" });
        await Eventually.Async(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            return Volatile.Read(ref rounds) == 4;
        });
        await loop.StopAsync(TimeSpan.Zero);
        Assert.Empty(_states.All);
    }

    [Fact]
    public async Task A_stop_waits_for_the_round_under_way()
    {
        var release = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        int finished = 0;
        await using var loop = Loop(async _ =>
        {
            running.TrySetResult();
            await release.Task;
            finished++;
        });
        loop.Start();
        await running.Task;
        var stopping = loop.StopAsync(TimeSpan.FromMinutes(1));
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
        Assert.Equal(1, finished);
    }

    private WorkerLoop Loop(Func<WorkerRound, Task> round) => new("worker", round, _states, _time, NullLogger.Instance);
}
