namespace CozeLoop.Contracts.Api;

/// <summary>Severity of a span: <see cref="SpanDetail.Level"/>.</summary>
public static class SpanLevels
{
    /// <summary>Of interest to who looks for a fault.</summary>
    public const string Debug = "DEBUG";

    /// <summary>As usual.</summary>
    public const string Default = "DEFAULT";

    /// <summary>Odd, and it went on.</summary>
    public const string Warning = "WARNING";

    /// <summary>It failed.</summary>
    public const string Error = "ERROR";
}
