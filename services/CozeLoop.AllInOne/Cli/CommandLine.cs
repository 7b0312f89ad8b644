using System.CommandLine;
using CozeLoop.AllInOne.Cli.Replays;
using CozeLoop.AllInOne.Cli.Users;
using CozeLoop.Contracts.Clients;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Every <c>cozeloop</c> command but <c>serve</c>: a client of the same HTTP API that everybody else uses.</summary>
public static class CommandLine
{
    /// <summary>Runs one command. 0 done, 1 failed or gate not met, 2 inconclusive, 64 wrong use.</summary>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Terminal.OfProcess());

    internal static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken ct = default)
    {
        var parsed = Root(terminal).Parse(args);
        bool wrong = parsed.Errors.Count > 0;
        // Usage after a mistake goes to the error stream, so that a pipe never takes it for a result.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = wrong ? terminal.Error : terminal.Out, Error = terminal.Error };
        try
        {
            int exit = await parsed.InvokeAsync(configuration, ct);
            return wrong ? Exit.WrongUse : exit;
        }
        catch (ApiException e)
        {
            await terminal.Error.WriteLineAsync($"cozeloop: {e.Code} ({e.Status}): {e.Message}");
            foreach (var (field, messages) in e.Errors) await terminal.Error.WriteLineAsync($"  {field}: {string.Join(' ', messages)}");
            if (e.Status == 403) await terminal.Error.WriteLineAsync("  " + Texts.Of("hint.scope"));
            if (e.Status == 401) await terminal.Error.WriteLineAsync("  " + Texts.Of("hint.key"));
            return Exit.Failed;
        }
        catch (HttpRequestException e)
        {
            await terminal.Error.WriteLineAsync("cozeloop: " + Texts.Of("unreachable", parsed.GetValue(GlobalOptions.Url) ?? terminal.Variable("COZELOOP_URL") ?? "http://127.0.0.1:8082", e.Message));
            return Exit.Failed;
        }
        catch (IOException e)
        {
            await terminal.Error.WriteLineAsync("cozeloop: " + e.Message);
            return Exit.Failed;
        }
    }

    internal static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand(Texts.Of("root"));
        GlobalOptions.AddTo(root);
        // Run by the program before it comes here; this is its line in the help.
        root.Add(Verb.Of("serve"));
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
