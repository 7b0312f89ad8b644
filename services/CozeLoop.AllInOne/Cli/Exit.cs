namespace CozeLoop.AllInOne.Cli;

/// <summary>
/// Exit codes. 64 is EX_USAGE of sysexits.h; above 128 they are those of a shell for a process that a signal ended: SIGINT, SIGPIPE.
/// </summary>
internal static class Exit
{
    public const int Done = 0,
        Failed = 1,
        Inconclusive = 2,
        WrongUse = 64,
        Interrupted = 130,
        NoReader = 141;
}
