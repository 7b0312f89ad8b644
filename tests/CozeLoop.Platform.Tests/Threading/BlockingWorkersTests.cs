using CozeLoop.Platform.Threading;

namespace CozeLoop.Platform.Tests.Threading;

public sealed class BlockingWorkersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_run_as_there_are_threads_as_many_wait_as_may_and_one_more_is_refused()
    {
        using var running = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        await using var workers = new BlockingWorkers<PoliteThread>("test", threads: 2, () => new PoliteThread(), waiting: 3);
        var run = Enumerable.Range(0, 2).Select(_ => workers.RunAsync(_ => Block(running, goOn), Ct)).ToList();
        await running.WaitAsync(Ct);
        await running.WaitAsync(Ct);

        var waiting = Enumerable.Range(0, 3).Select(_ => workers.TryRun(_ => Block(running, goOn), Ct)).ToList();

        Assert.DoesNotContain(null, waiting);
        Assert.Null(workers.TryRun(_ => true, Ct));
        Assert.Equal(0, running.CurrentCount);
        goOn.Set();
        Assert.All(await Task.WhenAll([.. run, .. waiting.OfType<Task<bool>>()]), Assert.True);
    }

    private static bool Block(SemaphoreSlim running, ManualResetEventSlim goOn)
    {
        running.Release();
        goOn.Wait(Ct);
        return true;
    }
}
