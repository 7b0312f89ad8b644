namespace CozeLoop.Contracts.Api;

/// <summary>
/// What someone is in a workspace: <see cref="Member.Role"/>. What each may do follows from it, as <see cref="Scopes"/>.
/// </summary>
public static class MemberRoles
{
    /// <summary>May do all, and alone makes and unmakes owners.</summary>
    public const string Owner = "owner";

    /// <summary>Manages people, keys and removals.</summary>
    public const string Admin = "admin";

    /// <summary>Sends traces, and changes prompts, evaluators, models and replays.</summary>
    public const string Developer = "developer";

    /// <summary>Reads, and adds scores.</summary>
    public const string Annotator = "annotator";

    /// <summary>Reads.</summary>
    public const string Viewer = "viewer";

    /// <summary>The most powerful first.</summary>
    public static readonly IReadOnlyList<string> All = [Owner, Admin, Developer, Annotator, Viewer];
}
