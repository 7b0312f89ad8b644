using CozeLoop.Testing.Fuzzing;

namespace CozeLoop.Bench.Ground;

/// <summary>Odd requests to every route: none may make a 5xx, and afterwards the product serves as before. What went wrong is
/// printed.</summary>
internal static class Fuzz
{
    private const int Requests = 100_000,
        Seed = 20261127;

    public static async Task RunAsync(GroundRun run)
    {
        await using var subject = await FuzzSubject.StartAsync(Seed, run.Ending, run.Options.Product);
        await subject.Run.SendAsync(0, Requests, run.Ending);
        var afterwards = await subject.AfterwardsAsync(run.Ending);
        foreach (var fault in subject.Run.Faults)
            await Console.Error.WriteLineAsync($"seed {Seed}, {fault}\n");
        foreach (string wrong in afterwards)
            await Console.Error.WriteLineAsync(wrong);
        run.Results.AtLeast("ground_fuzz_requests", subject.Run.Sent, "requests", Requests);
        run.Results.AtMost("ground_fuzz_5xx", subject.Run.Faults.Count, "answers", 0);
        run.Results.AtMost("ground_fuzz_afterwards", afterwards.Count, "faults of log, queues and lists", 0);
    }
}
