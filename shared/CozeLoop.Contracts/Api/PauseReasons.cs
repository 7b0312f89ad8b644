namespace CozeLoop.Contracts.Api;

/// <summary>Who paused a replay: only what paused by itself goes on by itself.</summary>
public static class PauseReasons
{
    /// <summary>Someone asked for it.</summary>
    public const string User = "user";

    /// <summary>The provider failed several calls in a row; one call every so often asks whether it is back.</summary>
    public const string Fault = "fault";
}
