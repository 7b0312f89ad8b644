namespace CozeLoop.Contracts.Api;

/// <summary>What counts once: <see cref="CreateReplay.ClusterBy"/>.</summary>
public static class ClusterLevels
{
    /// <summary>The coarsest of the others that every call knows; only asked for, never planned.</summary>
    public const string Auto = "auto";

    /// <summary>All conversations about one task.</summary>
    public const string Task = "task";

    /// <summary>All conversations of one user.</summary>
    public const string User = "user";

    /// <summary>All turns of one conversation.</summary>
    public const string Session = "session";

    /// <summary>All calls of one trace.</summary>
    public const string Trace = "trace";

    /// <summary>Coarsest first.</summary>
    public static readonly IReadOnlyList<string> Levels = [Task, User, Session, Trace];
}
