using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Consoles;
using Spectre.Console;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary>Follows a run to its end: a bar for a person, a line per change in a pipe. A server that restarts is waited for.</summary>
internal static class ReplayWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Null when the server or a paused run kept us waiting for longer than ten minutes; the run itself goes on.</summary>
    public static Task<Replay?> UntilEndAsync(Session session, Replay started, CancellationToken ct) =>
        session.Live
            ? session.Console().Progress().AutoClear(true).StartAsync(context => FollowAsync(session, started, Bar(context), ct))
            : FollowAsync(session, started, Lines(session), ct);

    private static async Task<Replay?> FollowAsync(Session session, Replay replay, Action<Replay> show, CancellationToken ct)
    {
        long since = session.Terminal.Time.GetTimestamp();
        while (true)
        {
            show(replay);
            if (RunStates.IsEnd(replay.State))
                return replay;
            await Task.Delay(session.Terminal.Tick, session.Terminal.Time, ct);
            if (await LookAsync(session, replay.Id, ct) is { } now)
            {
                replay = now;
                if (replay.State != RunStates.Paused)
                    since = session.Terminal.Time.GetTimestamp();
            }
            if (session.Terminal.Time.GetElapsedTime(since) < Patience)
                continue;
            session.Fail(Texts.Of("gave-up", replay.Id, replay.State, replay.StateReason));
            return null;
        }
    }

    private static async Task<Replay?> LookAsync(Session session, string id, CancellationToken ct)
    {
        try
        {
            return await session.Replays.FindAsync(id, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ApiException { Status: >= 500 })
        {
            return null; // away or restarting: the run survives it, so its watcher does too
        }
    }

    private static Action<Replay> Bar(ProgressContext context)
    {
        var task = context.AddTask(Texts.Of("replaying"));
        return replay =>
        {
            task.MaxValue = Math.Max(1, replay.Progress.Total);
            task.Value = replay.Progress.Done + replay.Progress.Failed;
            string state = Texts.Of("state." + replay.State);
            task.Description = Grid.Drawn($"{state} {task.Value}/{replay.Progress.Total} {Why(replay)}");
        };
    }

    private static Action<Replay> Lines(Session session)
    {
        string last = "";
        return replay =>
        {
            int done = replay.Progress.Done + replay.Progress.Failed,
                total = replay.Progress.Total;
            // A line per twentieth of the work is enough for a log.
            int step = total == 0 ? 0 : done * 20 / total;
            // How many wait changes with every answer, and says nothing new.
            string waits = string.Join('|', replay.Waiting.Select(w => $"{w.What}|{w.Cause}"));
            string change = $"{replay.State}|{replay.StateReason}|{waits}|{step}";
            if (change == last)
                return;
            last = change;
            var writer = session.AsJson ? session.Terminal.Error : session.Terminal.Out;
            writer.WriteLine(Visible.Line($"{Texts.Of("state." + replay.State)} {done}/{total} {Why(replay)}".TrimEnd()));
        };
    }

    /// <summary>Why it does not go on as it should; empty where it does.</summary>
    private static string Why(Replay replay) =>
        string.Join("; ", [.. ReplayPrinter.Waits(replay).Prepend(ReplayPrinter.Why(replay)).OfType<string>()]);
}
