namespace CozeLoop.Bench.Ground;

/// <summary>
/// The parts of <c>ground</c>: each starts a product of its own, floods, fills or breaks one thing of it, and prints what the others felt.
/// </summary>
internal static class GroundParts
{
    /// <summary>The word that stands for all of them.</summary>
    public const string All = "ground";

    private static readonly (string Name, Func<GroundRun, Task> RunAsync)[] Parts =
    [
        ("pages", Pages.RunAsync),
        ("disk", FullDisk.RunAsync),
        ("fuzz", Fuzz.RunAsync),
        ("flood", Flood.RunAsync),
        ("body", Bodies.RunAsync),
        ("queries", Queries.RunAsync),
        ("memory", Memory.RunAsync),
        ("partitions", Partitions.RunAsync),
    ];

    public static IEnumerable<string> Names => Parts.Select(p => p.Name);

    public static Task RunAsync(string name, GroundRun run) => Parts.Single(p => p.Name == name).RunAsync(run);
}
