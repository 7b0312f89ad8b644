namespace CozeLoop.AllInOne.Cli;

/// <summary>What a command may touch besides the network: where it writes, whether somebody watches, the environment and the clock.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool Interactive, Func<string, string?> Variable, TimeProvider Time)
{
    /// <summary>Answers requests instead of the network; only tests set it.</summary>
    public HttpMessageHandler? Network { get; init; }

    /// <summary>How long a watcher waits between two looks.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(500);

    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, Environment.GetEnvironmentVariable, TimeProvider.System);
}
