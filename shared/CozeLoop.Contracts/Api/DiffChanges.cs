namespace CozeLoop.Contracts.Api;

/// <summary>What became of a piece of text: <see cref="DiffRun.Change"/>.</summary>
public static class DiffChanges
{
    /// <summary>It is in both.</summary>
    public const string Same = "same";

    /// <summary>It is in the newer only.</summary>
    public const string Added = "added";

    /// <summary>It is in the older only.</summary>
    public const string Removed = "removed";
}
