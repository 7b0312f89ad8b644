namespace CozeLoop.AllInOne.Cli;

/// <summary>Ends a command from where no exit code can be handed back; the message is all that is shown.</summary>
internal sealed class CommandException(string message, int exitCode = Exit.WrongUse) : Exception(message)
{
    public int ExitCode => exitCode;
}
