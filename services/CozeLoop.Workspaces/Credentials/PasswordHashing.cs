using CozeLoop.Platform.Threading;
using CozeLoop.Platform.Web;

namespace CozeLoop.Workspaces.Credentials;

/// <summary>
/// Hashes passwords, at most two at a time and on threads of its own: each takes 19 MiB and tens of milliseconds of a core, and whoever
/// reaches a login page can ask for one. A few may wait; then callers are told to come back.
/// </summary>
internal sealed class PasswordHashing : IAsyncDisposable
{
    public const int Threads = 2,
        Waiting = 32;

    private readonly BlockingWorkers<PoliteThread> _threads = new("password", Threads, () => new PoliteThread(), Waiting);

    /// <summary>The form to store.</summary>
    /// <param name="password">1 to <see cref="PasswordHash.MaxLength"/> characters.</param>
    /// <exception cref="OverloadedException">Too many wait.</exception>
    public Task<string> CreateAsync(string password, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfZero(password.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(password.Length, PasswordHash.MaxLength);
        return RunAsync(() => PasswordHash.Create(password), ct);
    }

    /// <summary>Whether the password is the stored one's.</summary>
    /// <param name="stored">
    /// Null where there is none: the answer is then false, and takes as long, so that it tells nobody who exists.
    /// </param>
    /// <exception cref="OverloadedException">Too many wait.</exception>
    public Task<bool> VerifyAsync(string password, string? stored, CancellationToken ct) =>
        password.Length is 0 or > PasswordHash.MaxLength
            ? Task.FromResult(false)
            : RunAsync(() => PasswordHash.Verify(password, stored ?? PasswordHash.Nobodys) && stored is not null, ct);

    public ValueTask DisposeAsync() => _threads.DisposeAsync();

    private Task<T> RunAsync<T>(Func<T> work, CancellationToken ct) =>
        _threads.TryRun(_ => work(), ct)
        ?? throw new OverloadedException("Too many passwords are being checked at the moment. Try again in a few seconds.");
}
