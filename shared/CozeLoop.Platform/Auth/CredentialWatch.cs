namespace CozeLoop.Platform.Auth;

/// <summary>
/// Waits until a credential's holder must be looked at again: signalled when every replica is told to forget them, and every ten seconds in
/// case that message was lost.
/// </summary>
internal sealed class CredentialWatch(string actor, TimeProvider time, Action<CredentialWatch> over) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _bell = new(0);

    public string Actor => actor;

    public void Ring() => _bell.Release();

    /// <returns>Whether it rang; false after ten seconds of silence.</returns>
    public async Task<bool> WaitAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await _bell.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    // The semaphore has nothing to release, and one who rings late must not fail.
    public void Dispose() => over(this);
}
