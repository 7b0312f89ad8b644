using System.Globalization;
using System.Security.Claims;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Auth;
using Microsoft.AspNetCore.Components.Authorization;

namespace CozeLoop.Studio.Clients;

/// <summary>
/// The session that opened the pages of this circuit, and what its person may do now. A circuit lives for hours, its request was
/// authenticated once: so every call asks again, and the pages hear when the session ends or its rights change.
/// </summary>
public sealed class CircuitSession(CredentialVerifier verifier, AuthenticationStateProvider authentication)
{
    private VerifyCredential? _credential;

    /// <summary>As last verified; null before <see cref="IdentifyAsync"/>, and for nobody.</summary>
    public CallerIdentity? Caller { get; private set; }

    /// <summary>Logged out, or no longer in this workspace: nothing of the pages may be shown.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What the person may do changed, or the session ended. On any thread.</summary>
    public event Action? Changed;

    public bool May(string scope) => Caller?.Scopes.Contains(scope) ?? false;

    /// <summary>Learns who is logged in.</summary>
    public async Task IdentifyAsync()
    {
        if (_credential is not null)
            return;
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        string? session = user.FindFirstValue(Platform.Auth.Caller.SessionClaim),
            workspace = user.FindFirstValue(Platform.Auth.Caller.WorkspaceClaim);
        long? id = workspace is null ? null : long.Parse(workspace, CultureInfo.InvariantCulture);
        _credential = new VerifyCredential(null, null, null, id) { SessionId = session };
        await VerifyAsync(default);
    }

    /// <summary>
    /// Who calls, with the rights of now (at most ten seconds ago, and of now where a change was broadcast); null once the session has
    /// ended.
    /// </summary>
    public async Task<CallerIdentity?> VerifyAsync(CancellationToken ct)
    {
        if (_credential is null)
            throw new InvalidOperationException("IdentifyAsync was not awaited.");
        // An ended session stays so on its pages: they have been left.
        if (HasEnded)
            return null;
        var now = _credential.SessionId is null ? null : await verifier.VerifyAsync(_credential, ct);
        Take(now);
        return now;
    }

    /// <summary>Tells <see cref="Changed"/> what happens to the session without a call of the circuit's, until it ends.</summary>
    public async Task FollowAsync(CancellationToken ct)
    {
        if (_credential is not { SessionId: not null } credential || Caller is not { } known)
            return;
        await verifier.FollowAsync(
            credential,
            known,
            now =>
            {
                Take(now);
                return Task.CompletedTask;
            },
            ct
        );
    }

    /// <summary>Whether the person is still logged in, if not in this workspace; false where nobody can say.</summary>
    public async Task<bool> IsElsewhereAsync()
    {
        if (_credential?.SessionId is null)
            return false;
        try
        {
            return await verifier.VerifyAsync(_credential with { WorkspaceId = null }, default) is not null;
        }
        catch (Exception e) when (e is HttpRequestException or ApiException)
        {
            return false;
        }
    }

    private void Take(CallerIdentity? now)
    {
        bool isSame = now is null ? HasEnded : Caller is { } before && now.IsSame(before);
        (Caller, HasEnded) = (now, now is null);
        if (!isSame)
            Changed?.Invoke();
    }
}
