using System.CommandLine;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.AllInOne.Cli.Replays;

/// <summary><c>replay show|report|promote|pause|resume|cancel ID</c>.</summary>
internal static class ReplayResultCommands
{
    public static IEnumerable<Symbol> Create(Terminal terminal) =>
        [
            Show(terminal),
            Report(terminal),
            Promote(terminal),
            Change(terminal, "replay.pause", (replays, id, ct) => replays.PauseAsync(id, ct)),
            Change(terminal, "replay.resume", (replays, id, ct) => replays.ResumeAsync(id, ct)),
            Change(terminal, "replay.cancel", (replays, id, ct) => replays.CancelAsync(id, ct)),
        ];

    private static Command Show(Terminal terminal)
    {
        var id = Id();
        return Commands
            .Of("replay.show", id)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    string wanted = parsed.GetRequiredValue(id);
                    if (await session.Replays.FindAsync(wanted, ct) is not { } replay)
                        return session.Fail(Texts.Of("no-replay", wanted));
                    var comparison = replay.State == RunStates.Finished ? await session.Replays.FindComparisonAsync(wanted, ct) : null;
                    return session.Show(
                        new { replay, comparison },
                        () =>
                        {
                            ReplayPrinter.Plan(session, replay);
                            ReplayPrinter.Result(session, replay, comparison);
                        }
                    );
                }
            );
    }

    private static Command Report(Terminal terminal)
    {
        var id = Id();
        var format = new Option<string>("--format") { DefaultValueFactory = _ => "markdown" }.OneOf("markdown", "json", "junit");
        var output = new Option<FileInfo?>("--output");
        return Commands
            .Of("replay.report", id, format, output)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    // --json asks every command for JSON; a report has that form of its own.
                    string report = await session.Replays.ReportAsync(
                        parsed.GetRequiredValue(id),
                        session.AsJson ? "json" : parsed.GetRequiredValue(format),
                        ct
                    );
                    if (parsed.GetValue(output) is { } file)
                        await File.WriteAllTextAsync(file.FullName, report, ct);
                    else
                        session.Block(report);
                    return Exit.Done;
                }
            );
    }

    private static Command Promote(Terminal terminal)
    {
        var id = Id();
        var label = new Option<string>("--label") { DefaultValueFactory = _ => "production" };
        var reason = new Option<string?>("--reason");
        return Commands
            .Of("replay.promote", id, label, reason)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var replay = await session.Replays.PromoteAsync(
                        parsed.GetRequiredValue(id),
                        new PromoteReplay(parsed.GetRequiredValue(label), parsed.GetValue(reason)),
                        ct
                    );
                    return session.Show(
                        replay,
                        () => session.Line(Texts.Of("promoted", replay.PromptKey, replay.CandidateVersion, parsed.GetRequiredValue(label)))
                    );
                }
            );
    }

    private static Command Change(Terminal terminal, string key, Func<ReplaysClient, string, CancellationToken, Task<Replay>> change)
    {
        var id = Id();
        return Commands
            .Of(key, id)
            .Runs(
                terminal,
                async (session, parsed, ct) =>
                {
                    var replay = await change(session.Replays, parsed.GetRequiredValue(id), ct);
                    return session.Show(replay, () => session.Line($"{replay.Id}  {Texts.Of("state." + replay.State)}"));
                }
            );
    }

    internal static Argument<string> Id() => new("id") { Description = Texts.Of("argument.replay-id") };
}
