namespace CozeLoop.Bench;

/// <summary>From the start of the process until <c>/health/ready</c> says so, on a new data folder and on one that is there, and the memory
/// it then holds.</summary>
internal static class StartUp
{
    private const int Starts = 5;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Shape shape, Results results)
    {
        var prepared = await shape.PrepareAsync();
        long begun = TimeProvider.System.GetTimestamp();
        await using var product = await shape.StartAsync(prepared);
        results.Plain("start_first", TimeProvider.System.GetElapsedTime(begun).TotalSeconds, "s");
        var times = new List<double>();
        for (int i = 0; i < Starts; i++)
        {
            await product.KillAsync();
            begun = TimeProvider.System.GetTimestamp();
            await product.RestartAsync();
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
        }
        results.AtMost("start_to_ready", Samples.Median(times), "s", 2);
        // What the start itself needed goes back first: idle means some time without a request.
        await Task.Delay(Settle, TimeProvider.System);
        results.AtMost("idle_memory", ProcessUse.MemoryMb(product.ProcessId), "MB", 400);
    }
}
