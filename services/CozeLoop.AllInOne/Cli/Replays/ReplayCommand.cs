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
            .Of(
                "replay",
                [
                    .. options.All,
                    ReplayList.Create(terminal),
                    ReplayFollow.Start(terminal),
                    ReplayFollow.Watch(terminal),
                    .. ReplayResultCommands.Create(terminal),
                ]
            )
            .Runs(terminal, (session, parsed, ct) => RunAsync(session, options, parsed, ct));
    }

    private static async Task<int> RunAsync(Session session, ReplayOptions options, ParseResult parsed, CancellationToken ct)
    {
        if (options.Fault(parsed) is { } fault)
            return session.Fail(fault, Exit.WrongUse);
        string? system = parsed.GetValue(options.System) is { } file ? await InputFile.ReadAsync(file.FullName, ct) : null;
        var request = options.Request(parsed, system);
        if (parsed.GetValue(options.PlanOnly))
            return await PlanAsync(session, request, ct);
        var started = await StartAsync(session, request, ct);
        ReplayPrinter.Plan(session, started);
        return await ReplayFollow.ToVerdictAsync(session, started, ct);
    }

    /// <summary>Makes no call of a model, and says how the run would be started.</summary>
    private static async Task<int> PlanAsync(Session session, CreateReplay request, CancellationToken ct)
    {
        var planned = await session.Replays.CreateAsync(request, start: false, ct: ct);
        return session.Show(
            planned,
            () =>
            {
                ReplayPrinter.Plan(session, planned);
                session.Line(Texts.Of("replay-planned", planned.Id));
            }
        );
    }

    private static async Task<Replay> StartAsync(Session session, CreateReplay request, CancellationToken ct)
    {
        try
        {
            return await session.Replays.CreateAsync(request, idempotencyKey: Guid.NewGuid().ToString("n"), ct: ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server may have the request, and a run may cost money: only its list knows.
            throw new CommandException(Texts.Of("replay-may-run"), Exit.Interrupted);
        }
    }
}
