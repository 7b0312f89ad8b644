using System.CommandLine;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary><c>replay start|watch ID</c>, and what a run is followed to: its verdict as text and as exit code.</summary>
internal static class ReplayFollow
{
    public static Command Start(Terminal terminal)
    {
        var id = ReplayResultCommands.Id();
        return Commands
            .Of("replay.start", id)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var replay = await session.Replays.StartAsync(parsed.GetRequiredValue(id), ct);
                    return session.Show(
                        replay,
                        () =>
                        {
                            session.Line($"{replay.Id}  {Texts.Of("state." + replay.State)}");
                            session.Line(Texts.Of("replay-follow", replay.Id));
                        }
                    );
                }
            );
    }

    public static Command Watch(Terminal terminal)
    {
        var id = ReplayResultCommands.Id();
        return Commands
            .Of("replay.watch", id)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string wanted = parsed.GetRequiredValue(id);
                    return await session.Replays.FindAsync(wanted, ct) switch
                    {
                        null => session.Fail(Texts.Of("no-replay", wanted)),
                        { State: ReplayStates.Planned } => session.Fail(Texts.Of("replay-not-started", wanted)),
                        var replay => await ToVerdictAsync(session, replay, [], ct),
                    };
                }
            );
    }

    public static async Task<int> ToVerdictAsync(Session session, Replay replay, IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        if (await UntilEndAsync(session, replay, ct) is not { } ended)
            return Exit.Failed;
        var comparison = ended.State == ReplayStates.Finished ? await session.Replays.FindComparisonAsync(ended.Id, ct) : null;
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
    private static async Task<Replay?> UntilEndAsync(Session session, Replay replay, CancellationToken ct)
    {
        try
        {
            return await ReplayWatch.UntilEndAsync(session, replay, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw new CommandException(Texts.Of("replay-goes-on", replay.Id), Exit.Interrupted);
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
