namespace CozeLoop.AllInOne.Cli;

/// <summary>Exit codes. 64 is EX_USAGE of sysexits.h.</summary>
internal static class Exit
{
    public const int Done = 0, Failed = 1, Inconclusive = 2, WrongUse = 64;
}
