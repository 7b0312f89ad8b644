using System.CommandLine;

namespace CozeLoop.AllInOne.Cli;

/// <summary><c>queues list|dead-letters|redrive</c>.</summary>
internal static class QueuesCommands
{
    private const int ReasonLength = 80;

    public static Command Create(Terminal terminal) => Commands.Of("queues", List(terminal), DeadLetters(terminal), Redrive(terminal));

    private static Command List(Terminal terminal) =>
        Commands
            .Of("queues.list")
            .Runs(
                terminal,
                async (session, _, ct) =>
                {
                    var queues = await session.Queues.ListAsync(ct);
                    return session.Show(
                        queues,
                        () =>
                            session.Rows(
                                [
                                    Texts.Of("column.topic"),
                                    Texts.Of("column.group"),
                                    Texts.Of("column.waiting"),
                                    Texts.Of("column.in-flight"),
                                    Texts.Of("column.dead"),
                                    Texts.Of("column.oldest"),
                                ],
                                queues.Select(q =>
                                    new[]
                                    {
                                        q.Topic,
                                        q.Group,
                                        Grid.Number(q.Waiting),
                                        Grid.Number(q.InFlight),
                                        Grid.Number(q.DeadLetters),
                                        q.OldestAgeMs is { } age ? Grid.Number(age / 1000) : "",
                                    }
                                )
                            )
                    );
                }
            );

    private static Command DeadLetters(Terminal terminal)
    {
        var topic = new Argument<string>("topic");
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 50 };
        return Commands
            .Of("queues.dead-letters", topic, limit)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var dead = await session.Queues.DeadLettersAsync(parsed.GetRequiredValue(topic), parsed.GetValue(limit), ct: ct);
                    return session.Show(
                        dead,
                        () =>
                            session.Rows(
                                [
                                    Texts.Of("column.id"),
                                    Texts.Of("column.group"),
                                    Texts.Of("column.time"),
                                    Texts.Of("column.attempts"),
                                    Texts.Of("column.reason"),
                                ],
                                dead.Items.Select(d =>
                                    new[] { d.Id, d.Group, Grid.Time(d.DiedAt), Grid.Number(d.Attempts), Grid.Cut(d.Reason, ReasonLength) }
                                )
                            ),
                        dead.NextCursor
                    );
                }
            );
    }

    private static Command Redrive(Terminal terminal)
    {
        var topic = new Argument<string>("topic");
        return Commands
            .Of("queues.redrive", topic)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var done = await session.Queues.RedriveAsync(parsed.GetRequiredValue(topic), ct);
                    return session.Show(done, () => session.Line(Texts.Of("redriven", done.Messages)));
                }
            );
    }
}
