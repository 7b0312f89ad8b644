namespace CozeLoop.Platform.Limits;

/// <summary>
/// A caller asks for more at once than is his share. What he has running goes on; the same again succeeds when some of it has ended.
/// </summary>
/// <param name="message">For the caller: what he has too much of.</param>
public sealed class ShareExceededException(string message) : Exception(message);
