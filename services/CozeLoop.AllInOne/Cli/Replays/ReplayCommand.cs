using System.CommandLine;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary><c>replay …</c>: plans, starts, waits, and answers with the verdict as text and as exit code.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ReplayOptions(terminal.Time);
        return Commands
            .Of("replay", [.. options.All, .. ReplayResultCommands.Create(terminal)])
            .Runs(terminal, (session, parsed, ct) => RunAsync(session, options, parsed, ct));
    }

    private static async Task<int> RunAsync(Session session, ReplayOptions options, ParseResult parsed, CancellationToken ct)
    {
        if (options.Fault(parsed) is { } fault)
            return session.Fail(fault, Exit.WrongUse);
        string? system = parsed.GetValue(options.System) is { } file ? await InputFile.ReadAsync(file.FullName, ct) : null;
        var started = await session.Replays.CreateAsync(
            options.Request(parsed, system),
            idempotencyKey: Guid.NewGuid().ToString("n"),
            ct: ct
        );
        ReplayPrinter.Plan(session, started);
        var ended = await WatchAsync(session, started, ct);
        if (ended is null)
            return Exit.Failed;
        var comparison = ended.State == RunStates.Finished ? await session.Replays.FindComparisonAsync(ended.Id, ct) : null;
        var gates = parsed.GetValue(options.Gates) ?? [];
        session.Show(
            new
            {
                replay = ended,
                comparison,
                gates = comparison is null ? [] : gates.Select(g => new { gate = g.ToString(), outcome = g.Judge(comparison) }),
            },
            () => ReplayPrinter.Result(session, ended, comparison, gates)
        );
        return ExitCode(comparison, gates);
    }

    /// <summary>Who stops watching does not stop the run, and is told so.</summary>
    private static async Task<Replay?> WatchAsync(Session session, Replay started, CancellationToken ct)
    {
        try
        {
            return await ReplayWatch.UntilEndAsync(session, started, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw new CommandException(Texts.Of("replay-goes-on", started.Id), Exit.Interrupted);
        }
    }

    /// <summary>Without gates a verdict either way is "done": the caller asked to know. A run that did not finish has failed.</summary>
    internal static int ExitCode(Comparison? comparison, IReadOnlyList<Gate> gates)
    {
        if (comparison is null)
            return Exit.Failed;
        if (gates.Count == 0)
            return comparison.Verdict == Verdicts.Inconclusive ? Exit.Inconclusive : Exit.Done;
        var outcomes = gates.Select(g => g.Judge(comparison)).ToList();
        if (outcomes.Contains(GateOutcome.NotMet))
            return Exit.Failed;
        return outcomes.Contains(GateOutcome.Inconclusive) ? Exit.Inconclusive : Exit.Done;
    }
}
