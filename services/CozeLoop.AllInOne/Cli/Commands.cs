using System.CommandLine;

namespace CozeLoop.AllInOne.Cli;

/// <summary>Short forms to declare commands; every description comes from the resources, by the command's path and the option's
/// name.</summary>
internal static class Commands
{
    /// <param name="key">Resource key of the description: the words of the command, joined by a dot.</param>
    public static Command Of(string key, params Symbol[] symbols)
    {
        var command = new Command(key[(key.LastIndexOf('.') + 1)..], Texts.Of(key));
        foreach (var symbol in symbols)
        {
            if (symbol.Description is null)
                symbol.Description = Texts.Of((symbol is Argument ? "argument." : "option") + symbol.Name);
            if (symbol is Option option)
                command.Add(option);
            else if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Command)symbol);
        }
        return command;
    }

    public static Command Runs(this Command command, Terminal terminal, Func<Session, ParseResult, CancellationToken, Task<int>> run)
    {
        command.SetAction(
            async (parsed, ct) =>
            {
                using var session = new Session(parsed, terminal);
                return await run(session, parsed, ct);
            }
        );
        return command;
    }

    public static Option<T> Required<T>(this Option<T> option)
    {
        option.Required = true;
        return option;
    }

    public static Option<T> OneOf<T>(this Option<T> option, params string[] values)
    {
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
