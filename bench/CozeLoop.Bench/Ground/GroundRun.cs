using CozeLoop.Testing;

namespace CozeLoop.Bench.Ground;

/// <summary>What a part of <c>ground</c> has at hand.</summary>
/// <param name="Results">Where it prints: names begin with <c>ground_</c> and the part's name.</param>
/// <param name="Ending">Cancelled when the bench is ended early.</param>
internal sealed record GroundRun(Options Options, Results Results, CancellationToken Ending)
{
    /// <summary>The published product on a folder and ports of its own; disposing it kills the process and removes the folder.</summary>
    public Task<RunningProduct> StartAsync(IReadOnlyDictionary<string, string>? settings = null) =>
        RunningProduct.StartAsync(settings, Options.Product, Ending);

    /// <summary>By how many MB the process was at most larger during the work than before it.</summary>
    public static async Task<double> MemoryRiseAsync(int processId, Func<Task> work)
    {
        ProcessUse.ForgetPeak(processId);
        double before = ProcessUse.MemoryMb(processId);
        await work();
        return ProcessUse.PeakMemoryMb(processId) - before;
    }
}
