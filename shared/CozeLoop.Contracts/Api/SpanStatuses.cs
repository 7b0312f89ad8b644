namespace CozeLoop.Contracts.Api;

/// <summary>How a span ended: <see cref="SpanDetail.Status"/>.</summary>
public static class SpanStatuses
{
    /// <summary>Nobody said.</summary>
    public const string Unset = "unset";

    /// <summary>Well, by whoever recorded it.</summary>
    public const string Ok = "ok";

    /// <summary>It failed.</summary>
    public const string Error = "error";
}
