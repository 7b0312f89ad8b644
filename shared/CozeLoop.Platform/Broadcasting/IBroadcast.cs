namespace CozeLoop.Platform.Broadcasting;

/// <summary>
/// Tells every replica what to forget or read again: a revoked key, a changed setting. Nothing may depend on delivery: a replica that was
/// cut off is not told again, so every listener also lets what it keeps expire within 10 s.
/// </summary>
public interface IBroadcast
{
    /// <summary>This process has heard it on return; others soon. Never fails: a server that is away is a matter of health and not of the
    /// caller.</summary>
    /// <param name="message">Any text; at most a few KiB.</param>
    Task TellAsync(string channel, string message);

    /// <summary>Calls <paramref name="heard"/> for each message, one's own too, until the listening is disposed; on any thread, and it must
    /// not wait.</summary>
    IDisposable Listen(string channel, Action<string> heard);
}
