using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Clients;

/// <summary>An import answers when its traces are safe in the queue; this waits until they can be seen.</summary>
internal static class ImportArrival
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(300),
        Patience = TimeSpan.FromMinutes(2);

    /// <param name="seen">Told how many traces can be seen so far.</param>
    /// <returns>Whether all arrived before patience ended; those that did not still will.</returns>
    public static async Task<bool> WaitAsync(
        TracingClient tracing,
        ImportResult import,
        TimeProvider time,
        Action<long> seen,
        CancellationToken ct
    )
    {
        var range = TimeRange.Of(import);
        long start = time.GetTimestamp();
        while (true)
        {
            var histogram = await tracing.HistogramAsync(null, range.From, range.To, ct);
            long count = histogram.Totals.Traces;
            seen(count);
            if (count >= import.Traces)
                return true;
            if (time.GetElapsedTime(start) > Patience)
                return false;
            await Task.Delay(Step, time, ct);
        }
    }
}
