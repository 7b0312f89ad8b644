using System.CommandLine;
using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary><c>replay list</c>: all of them, newest first.</summary>
internal static class ReplayList
{
    public static Command Create(Terminal terminal) =>
        Commands
            .Of("replay.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var replays = new List<Replay>();
                    string? cursor = null;
                    do
                    {
                        var page = await session.Replays.ListAsync(cursor, ct);
                        replays.AddRange(page.Items);
                        cursor = page.NextCursor;
                    } while (cursor is not null);
                    return session.Show(new Page<Replay>(replays, null), () => Print(session, replays));
                }
            );

    private static void Print(Session session, List<Replay> replays) =>
        session.Rows(
            [
                Texts.Of("column.id"),
                Texts.Of("column.name"),
                Texts.Of("column.state"),
                Texts.Of("column.verdict"),
                Texts.Of("column.effect"),
                Texts.Of("column.created"),
            ],
            replays.Select(r =>
                new[]
                {
                    r.Id,
                    r.Name,
                    Texts.Of("state." + r.State),
                    ReplayPrinter.Verdict(r.Verdict, r.Simulated),
                    ReplayPrinter.Effect(r.Effect),
                    Grid.Time(r.CreatedAt),
                }
            )
        );
}
