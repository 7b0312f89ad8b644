using System.Collections.Concurrent;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Services;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Threading;
using CozeLoop.Platform.Web;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// Asks Workspaces who holds a credential. Answers are kept for 10 s, so that a revocation nobody heard of still holds soon, and are served
/// stale for 10 minutes while Workspaces cannot say: it is away, its store is, or it takes longer than a known caller should wait. So
/// ingest keeps answering. A refusal is never cached: a new key works at once.
/// </summary>
public sealed class CredentialVerifier : IDisposable
{
    private const string Forgotten = "credential-forgotten";

    // A store that hangs must cost one wait a second and not one a request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2),
        Pause = TimeSpan.FromSeconds(1);

    private readonly ServiceCalls _calls;
    private readonly IBroadcast _broadcast;
    private readonly TimeProvider _time;
    private readonly ILogger<CredentialVerifier> _log;
    private readonly ExpiringCache<VerifyCredential, CallerIdentity> _known;
    private readonly SingleFlight<VerifyCredential, CallerIdentity?> _asking = new();
    private readonly ConcurrentDictionary<CredentialWatch, bool> _watches = new();
    private readonly IDisposable _listening;
    private long _forgotten; // how often somebody was: an answer on its way meanwhile may be older than that, and is not kept
    private long _notBefore; // unix ms; until then no known caller is asked about. 0 while Workspaces answers

    public CredentialVerifier(ServiceCalls calls, IBroadcast broadcast, TimeProvider time, ILogger<CredentialVerifier> log)
    {
        (_calls, _broadcast, _time, _log) = (calls, broadcast, time, log);
        _known = new(time, capacity: 10_000, fresh: TimeSpan.FromSeconds(10), stale: TimeSpan.FromMinutes(10));
        _listening = broadcast.Listen(Forgotten, Forget);
    }

    /// <summary>Whether the credential was verified lately, so that nobody need be asked about it for long.</summary>
    public bool Knows(VerifyCredential credential) => _known.TryGet(credential, out _, out _);

    /// <summary>Null for nobody.</summary>
    /// <exception cref="HttpRequestException">Workspaces is away, and this credential was not verified lately.</exception>
    /// <exception cref="ApiException">Workspaces cannot say, and this credential was not verified lately.</exception>
    public async Task<CallerIdentity?> VerifyAsync(VerifyCredential credential, CancellationToken ct)
    {
        if (!_known.TryGet(credential, out var identity, out bool isFresh))
            return await AskAsync(credential, Timeout.InfiniteTimeSpan, ct);
        if (isFresh || !MayAsk())
            return identity;
        try
        {
            var verified = await AskAsync(credential, Patience, ct);
            Interlocked.Exchange(ref _notBefore, 0);
            return verified;
        }
        catch (Exception e)
            when (e is HttpRequestException or ApiException { Status: >= 500 }
                || e is OperationCanceledException && !ct.IsCancellationRequested
            )
        {
            Interlocked.Exchange(ref _notBefore, Now() + (long)Pause.TotalMilliseconds);
            _log.LogWarning(
                "Workspaces cannot say who calls ({Why}); {Actor} is served from what was verified before",
                e.Message,
                identity.Actor
            );
            return identity;
        }
    }

    /// <summary>
    /// Tells whenever the holder of a credential is another or may do other things than <paramref name="known"/>: at once where it was
    /// broadcast, else within ten seconds.
    /// Told null once, for nobody, it ends; else with <paramref name="ct"/>.
    /// </summary>
    public async Task FollowAsync(
        VerifyCredential credential,
        CallerIdentity known,
        Func<CallerIdentity?, Task> changed,
        CancellationToken ct
    )
    {
        using var watch = new CredentialWatch(known.Actor, _time, over => _watches.TryRemove(over, out _));
        _watches[watch] = true;
        while (true)
        {
            bool isForgotten = await watch.WaitAsync(ct);
            var now = await FindAsync(credential, isForgotten ? null : known, ct);
            if (now is not null && now.IsSame(known))
                continue;
            await changed(now);
            if (now is null)
                return;
            known = now;
        }
    }

    /// <summary>Makes every replica forget a revoked key, an ended session or a changed role, by its actor.</summary>
    public Task ForgetAsync(string actor) => _broadcast.TellAsync(Forgotten, actor);

    public void Dispose() => _listening.Dispose();

    /// <summary>Once for all who ask for the same: each ten seconds every request of a busy key would.</summary>
    private Task<CallerIdentity?> AskAsync(VerifyCredential credential, TimeSpan patience, CancellationToken ct) =>
        _asking.RunAsync(credential, () => AskAsync(credential, patience), ct);

    private async Task<CallerIdentity?> AskAsync(VerifyCredential credential, TimeSpan patience)
    {
        long forgotten = Interlocked.Read(ref _forgotten);
        using var limit = new CancellationTokenSource(patience, _time);
        var verified = await new WorkspacesClient(
            _calls.For(ServiceNames.Workspaces, credential.WorkspaceId ?? 0, "service:auth")
        ).VerifyAsync(credential, limit.Token);
        if (verified is null)
            _known.Remove(credential);
        else if (Interlocked.Read(ref _forgotten) == forgotten)
            _known.Set(credential, verified);
        return verified;
    }

    /// <summary>If Workspaces cannot say: a forgotten credential is unknown, others keep their last answer.</summary>
    private async Task<CallerIdentity?> FindAsync(VerifyCredential credential, CallerIdentity? otherwise, CancellationToken ct)
    {
        try
        {
            return await VerifyAsync(credential, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ApiException)
        {
            _log.LogWarning("Workspaces cannot say who holds what is open ({Why})", e.Message);
            return otherwise;
        }
    }

    private void Forget(string actor)
    {
        Interlocked.Increment(ref _forgotten);
        _known.RemoveWhere(identity => identity.Actor == actor);
        foreach (var (watch, _) in _watches)
        {
            if (watch.Actor == actor)
                watch.Ring();
        }
    }

    /// <summary>After a failure one caller asks at a time, and the others are served meanwhile.</summary>
    private bool MayAsk()
    {
        long now = Now(),
            until = Interlocked.Read(ref _notBefore);
        return until == 0
            || now >= until && Interlocked.CompareExchange(ref _notBefore, now + (long)Patience.TotalMilliseconds, until) == until;
    }

    private long Now() => _time.UnixMs();
}
