namespace CozeLoop.Platform.Limits;

/// <summary>
/// A caller asks for more at once than their share. What they have running continues; the same request succeeds when some of it has ended.
/// </summary>
/// <param name="message">For the caller: what they have too much of.</param>
public sealed class ShareExceededException(string message) : Exception(message);
