using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Broadcasting;
using CozeLoop.Platform.Caching;
using CozeLoop.Platform.Web;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Auth;

/// <summary>
/// Asks Workspaces who holds a credential. Answers are kept for 10 s, so that a revocation nobody heard of still holds soon, and are served
/// stale for 10 minutes while Workspaces is away, so that ingest keeps answering. A refusal is never cached: a new key works at once.
/// </summary>
public sealed class CredentialVerifier : IDisposable
{
    private const string Forgotten = "credential-forgotten";

    private readonly ServiceCalls _calls;
    private readonly IBroadcast _broadcast;
    private readonly ILogger<CredentialVerifier> _log;
    private readonly ExpiringCache<VerifyCredential, CallerIdentity> _known;
    private readonly IDisposable _listening;

    public CredentialVerifier(ServiceCalls calls, IBroadcast broadcast, TimeProvider time, ILogger<CredentialVerifier> log)
    {
        (_calls, _broadcast, _log) = (calls, broadcast, log);
        _known = new(time, capacity: 10_000, fresh: TimeSpan.FromSeconds(10), stale: TimeSpan.FromMinutes(10));
        _listening = broadcast.Listen(Forgotten, actor => _known.RemoveWhere(identity => identity.Actor == actor));
    }

    /// <summary>Null for nobody.</summary>
    public async Task<CallerIdentity?> VerifyAsync(VerifyCredential credential, CancellationToken ct)
    {
        bool known = _known.TryGet(credential, out var identity, out bool isFresh);
        if (known && isFresh) return identity;
        try
        {
            var verified = await new WorkspacesClient(_calls.For("workspaces", credential.WorkspaceId ?? 0, "service:auth")).VerifyAsync(credential, ct);
            if (verified is null) _known.Remove(credential);
            else _known.Set(credential, verified);
            return verified;
        }
        catch (HttpRequestException e) when (known)
        {
            _log.LogWarning(e, "Workspaces cannot be asked; {Actor} is served from what was verified before", identity!.Actor);
            return identity;
        }
    }

    /// <summary>Makes every replica forget a revoked key or an ended session, by its actor.</summary>
    public Task ForgetAsync(string actor) => _broadcast.TellAsync(Forgotten, actor);

    public void Dispose() => _listening.Dispose();
}
