using System.CommandLine;
using CozeLoop.AllInOne.Cli.Replays;
using CozeLoop.AllInOne.Cli.Users;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Consoles;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Every <c>cozeloop</c> command but <c>serve</c>: a client of the same HTTP API that everyone else uses.</summary>
public static class CommandLine
{
    private const int BrokenPipe = 32; // EPIPE
    private const int MaxDetail = 2_000;

    // A value that begins with @ is a value, or names a file where the command says so; never a file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>
    /// Runs one command. 0 done, 1 failed or gate not met, 2 inconclusive, 64 wrong use; 130 and 143 where a signal ended it, 141 where its
    /// reader left.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var interruption = new Interruption();
        int exit = await RunAsync(args, Terminal.OfProcess(), interruption.Token);
        return exit == Exit.Interrupted ? interruption.ExitCode : exit;
    }

    internal static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken ct = default)
    {
        var parsed = Root(terminal).Parse(args, Parsing);
        bool wrong = parsed.Errors.Count > 0;
        // Usage after a mistake goes to the error stream, so that a pipe never takes it for a result.
        // Signals are ours: the library would cut a command off.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = wrong ? terminal.Error : terminal.Out,
            Error = terminal.Error,
        };
        try
        {
            int exit = await parsed.InvokeAsync(configuration, ct);
            return wrong ? Exit.WrongUse : exit;
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            return Exit.NoReader;
        }
        catch (Exception e) when (Fault(e, parsed, terminal, ct) is { } fault)
        {
            foreach (string line in fault.Lines)
                await terminal.Error.WriteLineAsync(line);
            return fault.Exit;
        }
    }

    /// <summary>
    /// What to say and how to exit for anything that a user, a file, the network or a server can cause; null for a mistake of the program's
    /// own.
    /// </summary>
    private static (int Exit, IReadOnlyList<string> Lines)? Fault(Exception e, ParseResult parsed, Terminal terminal, CancellationToken ct)
    {
        string server = parsed.GetValue(GlobalOptions.Url) ?? terminal.Variable("COZELOOP_URL") ?? Session.DefaultUrl;
        (int, IReadOnlyList<string>) Failed(string text, int exit = Exit.Failed) => (exit, ["cozeloop: " + Visible.Line(text)]);
        return e switch
        {
            CommandException command => Failed(command.Message, command.ExitCode),
            OperationCanceledException when ct.IsCancellationRequested => Failed(Texts.Of("interrupted"), Exit.Interrupted),
            OperationCanceledException => Failed(Texts.Of("unreachable", server, e.InnerException?.Message ?? e.Message)),
            ApiException api => (Exit.Failed, [.. Lines(api, parsed)]),
            HttpRequestException => Failed(Texts.Of("unreachable", server, e.Message)),
            IOException or UnauthorizedAccessException => Failed(e.Message),
            _ => null,
        };
    }

    // What the first key may not do.
    private static readonly string[] Administrative = ["users", "workspaces", "queues"];

    private static IEnumerable<string> Lines(ApiException e, ParseResult parsed)
    {
        yield return $"cozeloop: {e.Code} ({e.Status}): {Visible.Line(Grid.Cut(e.Message, MaxDetail))}";
        foreach (var (field, messages) in e.Errors)
        {
            yield return Visible.Line(Grid.Cut($"  {field}: {string.Join(' ', messages)}", MaxDetail));
        }
        if (e.Code == "forbidden" && parsed.Tokens.Any(t => Administrative.Contains(t.Value)))
            yield return "  " + Texts.Of("hint.scope");
        if (e.Status == 401)
            yield return "  " + Texts.Of("hint.key");
    }

    internal static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand(Texts.Of("root"));
        GlobalOptions.AddTo(root);
        // Run by the program before it comes here; this is its line in the help.
        root.Add(Commands.Of("serve"));
        root.Add(ImportCommands.Create(terminal));
        root.Add(TracesCommands.Create(terminal));
        root.Add(PromptsCommands.Create(terminal));
        root.Add(ModelsCommands.Create(terminal));
        root.Add(EvaluatorsCommands.Create(terminal));
        root.Add(ReplayCommand.Create(terminal));
        root.Add(QueuesCommands.Create(terminal));
        root.Add(UsersCommands.Create(terminal));
        root.Add(WorkspacesCommands.Create(terminal));
        root.Add(DoctorCommand.Create(terminal));
        return root;
    }
}
