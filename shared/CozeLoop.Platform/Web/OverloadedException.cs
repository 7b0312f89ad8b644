namespace CozeLoop.Platform.Web;

/// <summary>As much of something costly waits as may: 503 with Retry-After, in the words given, which callers are shown.</summary>
public sealed class OverloadedException(string message) : Exception(message);
