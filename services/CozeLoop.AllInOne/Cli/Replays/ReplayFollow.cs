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
                        { State: RunStates.Planned } => session.Fail(Texts.Of("replay-not-started", wanted)),
                        var replay => await ToVerdictAsync(session, replay, ct),
                    };
                }
            );
    }

    public static async Task<int> ToVerdictAsync(Session session, Replay replay, CancellationToken ct)
    {
        if (await UntilEndAsync(session, replay, ct) is not { } ended)
            return Exit.Failed;
        var comparison = ended.State == RunStates.Finished ? await session.Replays.FindComparisonAsync(ended.Id, ct) : null;
        session.Show(new { replay = ended, comparison }, () => ReplayPrinter.Result(session, ended, comparison));
        return ExitCode(comparison);
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

    /// <summary>A run that did not finish has failed; one that had nothing to decide shows nothing, and that never passes.</summary>
    internal static int ExitCode(Comparison? comparison) =>
        comparison?.Decision switch
        {
            Decisions.Pass => Exit.Done,
            Decisions.Inconclusive or Decisions.None => Exit.Inconclusive,
            _ => Exit.Failed,
        };
}
