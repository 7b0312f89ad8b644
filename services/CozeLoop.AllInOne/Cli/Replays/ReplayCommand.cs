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
        session.Show(new { replay = ended, comparison }, () => ReplayPrinter.Result(session, ended, comparison));
        return ExitCode(comparison);
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

    /// <summary>A run that did not finish has failed; one that had nothing to decide shows nothing, and that never passes.</summary>
    internal static int ExitCode(Comparison? comparison) =>
        comparison?.Decision switch
        {
            Decisions.Pass => Exit.Done,
            Decisions.Inconclusive or Decisions.None => Exit.Inconclusive,
            _ => Exit.Failed,
        };
}
